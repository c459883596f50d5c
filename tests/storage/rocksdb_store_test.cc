#include "storage/rocksdb_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "rocksdb/db.h"
#include "storage/rocksdb_keys.h"
#include "storage/rocksdb_settings.h"
#include "tests/storage/kv_store_contract.h"
#include "tests/storage/temp_folder.h"

namespace touchstone::storage {
namespace {

using testing::HasSubstr;

class RocksDbHome {
 public:
  RocksDbHome() {
    auto opened = RocksDbStore::Open({.path = folder_.path()});
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (opened.ok()) store_ = *std::move(opened);
  }
  KvStore& store() { return *store_; }

 private:
  TempFolder folder_;
  std::unique_ptr<RocksDbStore> store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(RocksDbStore, KvStoreContract, RocksDbHome);

std::string Message(const absl::Status& status) { return std::string(status.message()); }

class RocksDbStoreTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<RocksDbStore>> Open() {
    return RocksDbStore::Open({.path = folder_.path()});
  }

  static void Write(KvStore& store, int count) {
    for (int i = 0; i < count; ++i) {
      WriteBatch batch;
      batch.Put("key" + std::to_string(i), std::string(100, 'v'));
      batch.AppendToFeed(1, "event" + std::to_string(i));
      ASSERT_TRUE(store.CommitSync(batch).ok());
    }
  }

  // Opens, commits `count` events and as many keys, one by one, and closes.
  void WriteAndClose(int count) {
    auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    Write(**store, count);
  }

  // The same, but leaves the files as they are when the process is killed; the witness is the one
  // that it would have written within the next second.
  void WriteAndDie(int count) {
    const TempFolder image;
    {
      auto store = Open();
      ASSERT_TRUE(store.ok()) << store.status();
      Write(**store, count);
      std::filesystem::copy(Database(), image.path() + "/rocksdb");
    }
    std::filesystem::remove_all(Database());
    std::filesystem::copy(image.path() + "/rocksdb", Database());
  }

  std::string Database() const { return folder_.path() + "/rocksdb"; }
  std::string Witness() const { return folder_.path() + "/head_witness"; }

  // The write-ahead log that holds most.
  std::string LargestLog() const {
    std::string largest;
    for (const auto& file : std::filesystem::directory_iterator(Database())) {
      if (file.path().extension() == ".log" &&
          (largest.empty() || file.file_size() > std::filesystem::file_size(largest))) {
        largest = file.path();
      }
    }
    return largest;
  }

  std::unique_ptr<rocksdb::DB> OpenPlain() {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::Open(options, Database(), &db);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return std::unique_ptr<rocksdb::DB>(db);
  }

  TempFolder folder_;
};

void FlipBit(const std::string& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 0x10);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
  ASSERT_TRUE(file.good());
}

TEST_F(RocksDbStoreTest, FindsEverythingAgainAfterReopening) {
  WriteAndClose(3);
  auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->FeedEnd(), 3u);
  EXPECT_EQ(**(*store)->Get("key2"), std::string(100, 'v'));
  EXPECT_EQ((*store)->ReadFeed(0, 10)->size(), 3u);
  WriteBatch batch;
  batch.AppendToFeed(1, "next");
  EXPECT_EQ(*(*store)->CommitSync(batch), 4u);
}

TEST_F(RocksDbStoreTest, RefusesASecondServerOnOneStore) {
  auto store = Open();
  ASSERT_TRUE(store.ok());
  const auto second = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
  EXPECT_THAT(Message(second.status()), HasSubstr("is another server using it?"));
  store->reset();
  EXPECT_TRUE(Open().ok());
}

TEST_F(RocksDbStoreTest, RefusesAnUnknownFormatVersion) {
  WriteAndClose(1);
  ASSERT_TRUE(OpenPlain()->Put({}, kFormatKey, "2").ok());
  const auto store = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  EXPECT_THAT(Message(store.status()), HasSubstr("format version '2'"));
}

TEST_F(RocksDbStoreTest, RefusesADatabaseThatIsNotItsOwn) {
  ASSERT_TRUE(OpenPlain()->Put({}, "something", "else").ok());
  const auto store = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  EXPECT_THAT(Message(store.status()), HasSubstr("not a touchstone store"));
}

TEST_F(RocksDbStoreTest, OpensAfterATornTail) {
  WriteAndDie(20);
  // The beginning of a record that a power cut interrupted: a header that announces 64 bytes.
  std::ofstream log(LargestLog(), std::ios::app | std::ios::binary);
  log << std::string("\x11\x22\x33\x44\x40\x00\x01torn", 11);
  log.close();
  const auto store = Open();
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->FeedEnd(), 20u);
}

TEST_F(RocksDbStoreTest, RefusesOneFlippedBitInTheMiddleOfTheLog) {
  WriteAndDie(200);
  const std::string log = LargestLog();
  FlipBit(log, std::filesystem::file_size(log) / 2);
  const auto store = Open();
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
}

TEST_F(RocksDbStoreTest, RefusesALogWhoseEndWasCutOff) {
  WriteAndDie(200);
  const std::string log = LargestLog();
  std::filesystem::resize_file(log, std::filesystem::file_size(log) / 2);
  const auto store = Open();
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
  EXPECT_THAT(Message(store.status()), HasSubstr("feed end 200"));
}

TEST_F(RocksDbStoreTest, RefusesToBeginAnewWhereAStoreOnceWas) {
  WriteAndClose(3);
  std::filesystem::remove_all(Database());
  const auto store = Open();
  EXPECT_FALSE(store.ok());
  EXPECT_FALSE(std::filesystem::exists(Database() + "/CURRENT"));
}

TEST_F(RocksDbStoreTest, RefusesADatabaseOlderThanItsWitnessNamingBothNumbers) {
  WriteAndClose(3);
  std::filesystem::rename(Database(), folder_.path() + "/yesterday");
  std::filesystem::copy(folder_.path() + "/yesterday", Database());
  WriteAndClose(4);
  std::filesystem::remove_all(Database());
  std::filesystem::rename(folder_.path() + "/yesterday", Database());
  const auto store = Open();
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
  EXPECT_THAT(Message(store.status()), HasSubstr("feed end 3;"));
  EXPECT_THAT(Message(store.status()), HasSubstr("feed end 7."));
}

TEST_F(RocksDbStoreTest, RefusesADamagedWitness) {
  WriteAndClose(3);
  FlipBit(Witness(), 30);
  const auto store = Open();
  EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
  EXPECT_THAT(Message(store.status()), HasSubstr("head_witness is damaged"));
}

TEST_F(RocksDbStoreTest, WitnessesCommitsWhileItIsOpen) {
  auto store = Open();
  ASSERT_TRUE(store.ok());
  WriteBatch batch;
  batch.AppendToFeed(1, "x");
  ASSERT_TRUE((*store)->CommitSync(batch).ok());
  const auto files = rocksdb::FileSystem::Default();
  for (int i = 0; i < 100; ++i) {
    const auto head = ReadHeadWitness(*files, Witness());
    ASSERT_TRUE(head.ok() && head->has_value());
    if ((*head)->feed_end == 1) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  FAIL() << "no witness within ten seconds";
}

TEST_F(RocksDbStoreTest, ReportsDamagedTablesAsDataLoss) {
  {
    auto store = RocksDbStore::Open({.path = folder_.path(), .write_buffer_bytes = 64 << 10});
    ASSERT_TRUE(store.ok());
    for (int i = 0; i < 20; ++i) {
      WriteBatch batch;
      for (int j = 0; j < 100; ++j) {
        batch.Put("key" + std::to_string(100 * i + j), "v" + std::to_string(i * j * 7919));
      }
      ASSERT_TRUE((*store)->CommitSync(batch).ok());
    }
  }
  OpenPlain()->Flush({});
  for (const auto& file : std::filesystem::directory_iterator(Database())) {
    if (file.path().extension() == ".sst") FlipBit(file.path(), 100);
  }
  const auto store = Open();
  if (store.ok()) {
    const absl::Status scanned = (*store)->Scan("", "", [](auto, auto) { return true; });
    EXPECT_TRUE(absl::IsDataLoss(scanned)) << scanned;
  } else {
    EXPECT_TRUE(absl::IsDataLoss(store.status())) << store.status();
  }
}

TEST(StoreSettingsTest, AreThoseTheDurabilityPromiseRestsOn) {
  const rocksdb::Options settings = StoreSettings(64 << 20, 64 << 20);
  EXPECT_EQ(settings.wal_recovery_mode, rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords);
  EXPECT_TRUE(settings.track_and_verify_wals_in_manifest);
  EXPECT_TRUE(settings.paranoid_checks);
  EXPECT_FALSE(settings.manual_wal_flush);
  EXPECT_FALSE(settings.unordered_write);
  EXPECT_EQ(settings.recycle_log_file_num, 0u);
  EXPECT_TRUE(SyncedWrite().sync);
  EXPECT_FALSE(SyncedWrite().disableWAL);
}

TEST(StoreSettingsTest, ADifferenceInTheOpenedDatabaseIsRefusedByName) {
  const rocksdb::Options wanted = StoreSettings(64 << 20, 64 << 20);
  EXPECT_TRUE(CheckSettings(wanted, StoreSettings(64 << 20, 64 << 20)).ok());
  const auto refusal = [&](auto change) {
    rocksdb::Options opened = StoreSettings(64 << 20, 64 << 20);
    change(opened);
    return Message(CheckSettings(wanted, opened));
  };
  EXPECT_THAT(refusal([](auto& o) {
                o.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
              }),
              HasSubstr("wal_recovery_mode"));
  EXPECT_THAT(refusal([](auto& o) { o.track_and_verify_wals_in_manifest = false; }),
              HasSubstr("track_and_verify_wals_in_manifest"));
  EXPECT_THAT(refusal([](auto& o) { o.paranoid_checks = false; }), HasSubstr("paranoid_checks"));
  EXPECT_THAT(refusal([](auto& o) { o.manual_wal_flush = true; }), HasSubstr("manual_wal_flush"));
  EXPECT_THAT(refusal([](auto& o) { o.file_checksum_gen_factory = nullptr; }),
              HasSubstr("file_checksum_gen_factory"));
  EXPECT_THAT(refusal([](auto& o) { o.bottommost_compression = rocksdb::kNoCompression; }),
              HasSubstr("bottommost_compression"));
  EXPECT_THAT(refusal([](auto& o) { o.table_factory.reset(rocksdb::NewBlockBasedTableFactory()); }),
              HasSubstr("filter_policy"));
}

TEST(RocksDbKeysTest, FeedKeysSortByPosition) {
  EXPECT_LT(FeedKey(255), FeedKey(256));
  EXPECT_LT(FeedKey(0xffffffff), FeedKey(0x100000000));
  EXPECT_EQ(FeedPosition(FeedKey(0x0102030405060708)), 0x0102030405060708u);
  EXPECT_EQ(FeedPosition("fshort"), std::nullopt);
  EXPECT_EQ(FeedPosition(DataKey("12345678")), std::nullopt);
}

}  // namespace
}  // namespace touchstone::storage
