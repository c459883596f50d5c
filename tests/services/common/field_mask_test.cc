#include "services/common/field_mask.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone {
namespace {

class FieldMaskTest : public ::testing::Test {
 protected:
  FieldMaskTest() {
    stored_.set_name("workers/w1");
    stored_.set_display_name("张三");
    stored_.set_trade("电工");
    stored_.set_etag("old");
    sent_.set_name("workers/other");
    sent_.set_display_name("李四");
    sent_.set_etag("forged");
  }

  absl::Status Apply(std::initializer_list<const char*> paths) {
    google::protobuf::FieldMask mask;
    for (const char* path : paths) mask.add_paths(path);
    return ApplyUpdateMask(mask, {"name", "etag"}, sent_, &stored_);
  }

  v1::Worker stored_;
  v1::Worker sent_;
};

TEST_F(FieldMaskTest, ChangesTheMaskedFieldsOnly) {
  ASSERT_TRUE(Apply({"display_name"}).ok());
  EXPECT_EQ(stored_.display_name(), "李四");
  EXPECT_EQ(stored_.trade(), "电工");
}

TEST_F(FieldMaskTest, AMaskedFieldThatIsUnsetIsCleared) {
  ASSERT_TRUE(Apply({"trade"}).ok());
  EXPECT_EQ(stored_.trade(), "");
  EXPECT_EQ(stored_.display_name(), "张三");
}

TEST_F(FieldMaskTest, NoMaskMeansAllFieldsThatMayChange) {
  ASSERT_TRUE(Apply({}).ok());
  EXPECT_EQ(stored_.display_name(), "李四");
  EXPECT_EQ(stored_.trade(), "");
  EXPECT_EQ(stored_.name(), "workers/w1");
  EXPECT_EQ(stored_.etag(), "old");
}

TEST_F(FieldMaskTest, AStarMeansTheSame) {
  ASSERT_TRUE(Apply({"*"}).ok());
  EXPECT_EQ(stored_.display_name(), "李四");
  EXPECT_EQ(stored_.name(), "workers/w1");
}

TEST_F(FieldMaskTest, UnknownAndOutputOnlyPathsChangeNothing) {
  const absl::Status status = Apply({"display_name", "nonsense", "etag"});
  EXPECT_EQ(ReasonOf(status), Reason::REQUEST_INVALID);
  EXPECT_EQ(DetailOf(status).fields.size(), 2u);
  EXPECT_EQ(stored_.display_name(), "张三");
}

TEST(FieldMaskListTest, ListsAreReplaced) {
  v1::Assignment stored;
  stored.add_modules("a");
  stored.add_modules("b");
  v1::Assignment sent;
  sent.add_modules("c");
  google::protobuf::FieldMask mask;
  mask.add_paths("modules");
  ASSERT_TRUE(ApplyUpdateMask(mask, {"name", "etag"}, sent, &stored).ok());
  ASSERT_EQ(stored.modules_size(), 1);
  EXPECT_EQ(stored.modules(0), "c");
}

}  // namespace
}  // namespace touchstone
