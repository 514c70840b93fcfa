#include <thread>

#include "contract/misp/fixture_testing.h"

namespace rulemap::simulated::tests {
namespace {

using Kind = Fault::Kind;

class SimulatedMispFaults : public SimulatedMisp {
 protected:
  SimulatedMispFaults() { misp.ask("POST", "/events/add", shell()); }
  static std::string shell() { return "{\"uuid\":\"" + kEvent + "\",\"info\":\"A case\"}"; }
};

Condition edits() {
  return [](const Seen& seen) { return seen.path.starts_with("/events/edit"); };
}

TEST_F(SimulatedMispFaults, CutBeforeNothingIsDone) {
  misp.fault_at(0, {Kind::kCutBeforeRead});
  EXPECT_NE(edit(payload()).result, CURLE_OK);
  EXPECT_EQ(stored("attribute "), 0);
  EXPECT_EQ(misp.requests()[0].status, 0);
  EXPECT_EQ(edit(payload()).status, 200);
}

TEST_F(SimulatedMispFaults, CutAfterAllIsDone) {
  misp.fault_when(edits(), {Kind::kCutAfterDone});
  EXPECT_EQ(view().status, 200);
  EXPECT_NE(edit(payload()).result, CURLE_OK);
  EXPECT_EQ(stored("attribute "), 3);
}

TEST_F(SimulatedMispFaults, AnErrorBeforeIsWhatTheTestSaid) {
  misp.fault_at(0, {Kind::kErrorBefore});
  misp.fault_at(1, {Kind::kErrorBefore, {}, -1, 503, "<html>", "Retry-After: 7\r\n"});
  EXPECT_EQ(edit(payload()).message(), "An Internal Error Has Occurred.");
  const Reply reply = edit(payload());
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.headers.at("retry-after"), "7");
  EXPECT_EQ(reply.body, "<html>");
  EXPECT_EQ(stored("attribute "), 0);
}

TEST_F(SimulatedMispFaults, E75dAnErrorHalfwayLeavesWhatWasStored) {
  misp.publish(kEvent);
  misp.fault_when(edits(), {Kind::kErrorHalfway});
  EXPECT_EQ(edit(payload()).status, 500);
  // Of url, file, hash, name and reference.
  EXPECT_EQ(stored("attribute " + kUrl), 1);
  EXPECT_EQ(stored("object " + kFile), 1);
  EXPECT_EQ(stored(kSha256) + stored(kName) + stored("reference "), 0);
  EXPECT_FALSE(misp.is_published(kEvent));
  EXPECT_EQ(edit(payload()).status, 200);
  EXPECT_EQ(stored(kName) + stored("reference "), 2);
}

TEST_F(SimulatedMispFaults, AnErrorMayComeAfterAGivenElement) {
  misp.fault_at(0, {Kind::kErrorHalfway, {}, 4});
  edit(payload());
  EXPECT_EQ(stored(kName), 1);
  EXPECT_EQ(stored("reference "), 0);
}

TEST_F(SimulatedMispFaults, AnErrorHalfwayThroughClusters) {
  const Cluster one = misp.add_cluster("sigma-rules", "One");
  const Cluster two = misp.add_cluster("sigma-rules", "Two");
  misp.fault_at(0, {Kind::kErrorHalfway});
  client.post("/galaxies/attachMultipleClusters/" + kEvent + "/event",
              "{\"Galaxy\":{\"target_ids\":\"[" + std::to_string(one.id) + "," +
                  std::to_string(two.id) + "]\"}}");
  EXPECT_EQ(stored(one.tag_name), 1);
  EXPECT_EQ(stored(two.tag_name), 0);
}

TEST_F(SimulatedMispFaults, ASlowAnswerComes) {
  misp.fault_at(0, {Kind::kSlow, std::chrono::milliseconds(1)});
  EXPECT_EQ(edit(payload()).status, 200);
}

TEST_F(SimulatedMispFaults, E142AnEditThatIsCutGoesOnAndReadsSeeItHalfFilled) {
  misp.fault_when(edits(), {Kind::kCutGoesOn});
  misp.publish(kEvent);
  EXPECT_NE(edit(payload()).result, CURLE_OK);
  misp.wait_for_writers(1);
  EXPECT_FALSE(misp.is_published(kEvent));
  EXPECT_EQ(view().event()["Attribute"].Size(), 0u);
  misp.let_write(3);
  misp.wait_for_written(3);
  const Reply half = view();
  EXPECT_EQ(half.event()["Attribute"].Size(), 1u);
  misp.let_write();
  misp.wait_for_writers(0);
  EXPECT_EQ(view().event()["Object"][0u]["Attribute"].Size(), 2u);
  EXPECT_EQ(stored("reference "), 1);
}

TEST_F(SimulatedMispFaults, E140ASecondWriterOfTheSameCollides) {
  misp.fault_when(edits(), {Kind::kCutGoesOn});
  edit(payload());
  misp.wait_for_writers(1);
  EXPECT_EQ(edit(payload()).status, 500);
  EXPECT_EQ(edit("{\"info\":\"other\"}").status, 200);
  misp.publish(kEvent);
  misp.let_write();
  misp.wait_for_writers(0);
  // The first, ending later, unpublished what was published meanwhile.
  EXPECT_FALSE(misp.is_published(kEvent));
  EXPECT_EQ(edit(payload()).status, 200);
}

TEST_F(SimulatedMispFaults, E75eAnAnswerThatIsWaitedForComesWhenAllIsStored) {
  misp.fault_at(0, {Kind::kGoesOn});
  std::thread analyst([&] {
    misp.wait_for_writers(1);
    misp.let_write();
  });
  EXPECT_EQ(edit(payload()).status, 200);
  analyst.join();
  EXPECT_EQ(stored("attribute "), 3);
}

TEST_F(SimulatedMispFaults, AnEditWhoseEventIsRemovedMeanwhileEnds) {
  misp.fault_at(0, {Kind::kCutGoesOn});
  edit(payload());
  misp.wait_for_writers(1);
  misp.remove_event(kEvent);
  misp.let_write();
  misp.wait_for_writers(0);
  EXPECT_FALSE(misp.has_event(kEvent));
}

TEST_F(SimulatedMispFaults, AnObjectThatIsDeletedMeanwhileStaysDeleted) {
  misp.fault_at(0, {Kind::kCutGoesOn});
  edit(payload());
  misp.wait_for_writers(1);
  misp.let_write(3);
  misp.wait_for_written(3);
  misp.hard_delete(kFile);
  misp.let_write();
  misp.wait_for_writers(0);
  EXPECT_EQ(stored("object ") + stored("reference "), 0);
}

TEST_F(SimulatedMispFaults, AServerThatEndsLetsNobodyWait) {
  auto other = std::make_unique<simulated::SimulatedMisp>();
  other->ask("POST", "/events/add", shell());
  other->fault_at(0, {Kind::kGoesOn});
  std::thread waiting(
      [there = Client(*other)] { there.post("/events/edit/" + kEvent, payload()); });
  other->wait_for_writers(1);
  other.reset();
  waiting.join();
}

TEST_F(SimulatedMispFaults, E76OfTwoEqualAddsOneIsTheFirst) {
  misp.remove_event(kEvent, false);
  int statuses[2] = {};
  std::thread one([&] { statuses[0] = add(payload()).status; });
  std::thread two([&] { statuses[1] = add(payload()).status; });
  one.join();
  two.join();
  EXPECT_EQ(statuses[0] + statuses[1], 200 + 404);
}

TEST_F(SimulatedMispFaults, RequestsAreCounted) {
  edit(payload(), kUserKey);
  view("/deleted:1");
  misp.ask("GET", "/events/view/" + kEvent, "");
  const auto seen = misp.requests();
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].method + " " + seen[0].path, "POST /events/edit/" + kEvent);
  EXPECT_EQ(seen[0].key, kUserKey);
  EXPECT_EQ(seen[0].body_bytes, payload().size());
  EXPECT_EQ(seen[0].status, 200);
  EXPECT_GT(seen[1].answer_bytes, 1000u);
  EXPECT_EQ(misp.count("GET", "/events/view"), 1u);
  misp.forget_requests();
  view();
  EXPECT_EQ(misp.requests().at(0).index, 2u);
}

TEST_F(SimulatedMispFaults, TheAnalystsHands) {
  edit(payload());
  EXPECT_TRUE(misp.edit(kName, {true, {}, "b.exe"}));
  EXPECT_EQ(stored("to_ids distribution 5 b.exe // "), 1);
  EXPECT_TRUE(misp.tag(kName, "tlp:red") && misp.tag(kEvent, "tlp:red"));
  EXPECT_EQ(stored("tag tlp:red"), 2);
  EXPECT_TRUE(misp.untag(kName, "tlp:red"));
  EXPECT_FALSE(misp.untag(kName, "tlp:red"));
  EXPECT_FALSE(misp.edit(kNobody, {}) || misp.soft_delete(kNobody) || misp.publish(kNobody) ||
               misp.remove_event(kNobody));
  misp.blocklist(kNobody);
  EXPECT_EQ(add("{\"info\":\"x\",\"uuid\":\"" + kNobody + "\"}").status, 403);
}

TEST_F(SimulatedMispFaults, SnapshotsOfEqualEventsAreEqual) {
  edit(payload());
  const std::string first = misp.snapshot(kEvent);
  simulated::SimulatedMisp other;
  other.advance(1000);
  other.ask("POST", "/events/add", "{\"info\":\"before\"}");
  other.ask("POST", "/events/add", shell());
  other.ask("POST", "/events/edit/" + kEvent, payload());
  EXPECT_EQ(other.snapshot(kEvent), first);
  other.edit(kName, {{}, "c", {}});
  EXPECT_NE(other.snapshot(kEvent), first);
}

}  // namespace
}  // namespace rulemap::simulated::tests
