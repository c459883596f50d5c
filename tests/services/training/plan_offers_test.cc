#include "services/training/lost_marks.h"
#include "storage/keys.h"
#include "tests/services/ledger/sequencer_fixture.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/services/training/progress_fixture.h"

namespace touchstone::testing {
namespace {

namespace keys = storage::keys;

// ann, bob (acme, at kamoa and home) and ren (rival) are entrants 1, 2 and 3 of a small contest of
// two aspects of 10 points.
class PlanOffersTest : public ProgressFixture {
 protected:
  PlanOffersTest() : contest_{.entrants = 3, .judges = 1, .items = 2} {
    contest_.PutInto(server_.store());
    const char* const workers[] = {"ann", "bob", "ren"};
    storage::WriteBatch batch;
    for (int i = 0; i < 3; ++i) {
      const std::string id = "n" + std::to_string(i + 1);
      const std::string code = std::to_string(i + 1);
      v1::Entrant entrant;
      entrant.set_name("events/e1/entrants/" + id);
      entrant.set_discipline("events/e1/disciplines/d1");
      entrant.set_code(code);
      entrant.set_worker(std::string("workers/") + workers[i]);
      batch.Put(keys::ResourceIn("e1", "entrant", id), entrant.SerializeAsString());
      batch.Put(keys::EntrantCode("e1", "d1", code), id);
    }
    EXPECT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
    sequencers_ = std::make_unique<RunningSequencers>(server_.store());
    Append(NewPosting("ann", "2025-01-01", "kamoa"));
    Append(NewPosting("bob", "2025-01-01", "kamoa"));
    Append(NewPosting("bob", "2026-01-20", "home"));  // after the contest
  }

  void Record(v1::Entry entry) {
    const auto receipt = sequencers_->Record(std::move(entry));
    EXPECT_TRUE(receipt.ok()) << receipt.status();
  }
  // An entrant's marks in both aspects, with so many faults.
  void Finish(const std::string& code, const std::string& first, const std::string& second,
              const std::string& faults = "0") {
    Record(contest_.Mark("first-" + code, "j1", code, SmallContest::Item(1), first));
    Record(contest_.Mark("second-" + code, "j1", code, SmallContest::Item(2), second));
    Record(contest_.Mark("faults-" + code, "j1", code, "p/m/b/f", faults));
    Record(contest_.Seal("seal-" + code, "j1", code));
  }
  void SetState(v1::Event::State state, int seconds_later = 0) {
    v1::Event event;
    event.set_name("events/e1");
    event.set_display_name("small");
    event.set_state(state);
    event.mutable_publish_time()->set_seconds(1768435200 + seconds_later);  // 2026-01-15
    storage::WriteBatch batch;
    batch.Put(keys::Resource("event", "e1"), event.SerializeAsString());
    EXPECT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
  }
  v1::OfferPlanItemsResponse Offers(const std::string& company, const std::string& token,
                                    const std::string& month = "2026-02", int most = 0) {
    v1::OfferPlanItemsRequest request;
    request.set_parent("companies/" + company);
    request.set_month(month);
    request.set_offers_per_site(most);
    return Ask<v1::OfferPlanItemsResponse>(&Progress::OfferPlanItems, request, token);
  }
  // "kamoa a2 12/20 of 2" of each offer.
  static std::vector<std::string> Told(const v1::OfferPlanItemsResponse& offers) {
    std::vector<std::string> told;
    for (const v1::PlanOffer& offer : offers.offers()) {
      EXPECT_FALSE(offer.aspect_path().empty());
      const std::string& site = offer.plan_item().site();
      told.push_back(site.substr(site.rfind('/') + 1) + " " + offer.aspect().zh() + " " +
                     offer.marks_lost() + "/" + offer.marks_possible() + " of " +
                     std::to_string(offer.workers()));
    }
    return told;
  }

  SmallContest contest_;
  std::unique_ptr<RunningSequencers> sequencers_;
};

using Lines = std::vector<std::string>;

TEST_F(PlanOffersTest, TheAspectsInWhichASiteLostMostComeFirst) {
  Finish("1", "9", "4");
  Finish("2", "10", "4", "3");
  Finish("3", "0", "0");  // of another company
  SetState(v1::Event::STATE_PUBLISHED);
  const auto offers = Offers("acme", department_);
  EXPECT_EQ(Told(offers),
            (Lines{"kamoa a2 12/20 of 2", "kamoa f 3/40 of 1", "kamoa a1 1/20 of 1"}));
  const v1::PlanOffer& first = offers.offers(0);
  EXPECT_EQ(first.event(), "events/e1");
  EXPECT_EQ(first.discipline(), "d1");
  EXPECT_EQ(first.plan_item().month(), "2026-02");
  EXPECT_EQ(first.plan_item().unit(), v1::PLAN_UNIT_PERSON_TIMES);
  EXPECT_EQ(first.plan_item().quantity(), 2u);
  EXPECT_EQ(first.plan_item().trade(), "d1");  // nobody has said a trade
  EXPECT_EQ(Told(Offers("acme", department_, "2026-02", 1)), Lines{"kamoa a2 12/20 of 2"});
  EXPECT_EQ(Told(Offers("rival", rival_)), Lines{});  // ren was posted nowhere
}

TEST_F(PlanOffersTest, AnOfferMayBeCreatedAsItIs) {
  Finish("1", "9", "4");
  SetState(v1::Event::STATE_PUBLISHED);
  v1::CreatePlanItemRequest item;
  item.set_parent("companies/acme");
  *item.mutable_plan_item() = Offers("acme", department_).offers(0).plan_item();
  Do<v1::PlanItem>(&Stub::CreatePlanItem, item, department_);
}

TEST_F(PlanOffersTest, ContestsOfTheTwelveMonthsUpToTheMonthCount) {
  Finish("1", "9", "4");
  SetState(v1::Event::STATE_PUBLISHED);
  EXPECT_EQ(Offers("acme", department_, "2025-12").offers_size(), 0);
  EXPECT_EQ(Offers("acme", department_, "2026-01").offers_size(), 2);
  EXPECT_EQ(Offers("acme", department_, "2026-12").offers_size(), 2);
  EXPECT_EQ(Offers("acme", department_, "2027-01").offers_size(), 0);
}

// What is marked before the publication changes no byte of the answer; unlocked again, likewise.
TEST_F(PlanOffersTest, NothingIsKnownBeforeThePublication) {
  const std::string before = Offers("acme", department_).SerializeAsString();
  Finish("1", "9", "4");
  for (const auto state :
       {v1::Event::STATE_DRAFT, v1::Event::STATE_RUNNING, v1::Event::STATE_LOCKED}) {
    SetState(state);
    EXPECT_EQ(Offers("acme", department_).SerializeAsString(), before) << state;
  }
  // Planted fault: an event that calls itself published. The comparison must notice the marks.
  SetState(v1::Event::STATE_PUBLISHED);
  EXPECT_NE(Offers("acme", department_).SerializeAsString(), before);
  SetState(v1::Event::STATE_LOCKED);
  EXPECT_EQ(Offers("acme", department_).SerializeAsString(), before);
}

TEST_F(PlanOffersTest, ResultsAreReadOnceForEachPublication) {
  Finish("1", "9", "4");
  SetState(v1::Event::STATE_PUBLISHED);
  const Lines once{"kamoa a2 6/10 of 1", "kamoa a1 1/10 of 1"};
  EXPECT_EQ(Told(Offers("acme", department_)), once);
  // Nothing may come now; what comes nevertheless shows that the chain was not read again.
  Finish("2", "10", "4");
  EXPECT_EQ(Told(Offers("acme", department_)), once);
  SetState(v1::Event::STATE_PUBLISHED, 60);
  EXPECT_EQ(Told(Offers("acme", department_)),
            (Lines{"kamoa a2 12/20 of 2", "kamoa a1 1/20 of 1"}));
}

TEST_F(PlanOffersTest, APanelThatIsNotCompleteSaysNothing) {
  Record(contest_.Mark("first-1", "j1", "1", SmallContest::Item(1), "2"));
  SetState(v1::Event::STATE_PUBLISHED);
  EXPECT_EQ(Told(Offers("acme", department_)), Lines{});
}

TEST(LostMarksTest, SumsAreBySiteContestDisciplineAndAspect) {
  using training::SiteResult;
  const auto result = [](const char* site, const char* trade, const char* path, int lost) {
    return SiteResult{site, trade, "e1", "d1", {path, path, path, lost, 10}};
  };
  const std::vector<SiteResult> results = {
      result("s2", "钳工", "a", 4), result("s1", "电工", "a", 2), result("s1", "钳工", "a", 3),
      result("s1", "电工", "a", 1), result("s1", "电工", "b", 6), result("s1", "电工", "c", 0),
      result("s2", "钳工", "b", 4)};
  std::vector<std::string> told;
  for (const training::LostMarks& lost : training::MostLostMarks(results, 2)) {
    told.push_back(lost.site + " " + lost.aspect.path + " " + lost.aspect.lost.ToString() + "/" +
                   lost.aspect.possible.ToString() + " " + std::to_string(lost.workers) + " " +
                   lost.trade);
  }
  EXPECT_EQ(told, (Lines{"s1 a 6/30 3 电工", "s1 b 6/10 1 电工", "s2 a 4/10 1 钳工",
                         "s2 b 4/10 1 钳工"}));
}

}  // namespace
}  // namespace touchstone::testing
