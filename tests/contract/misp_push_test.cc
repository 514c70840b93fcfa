// Pushing cases to a simulated MISP server: what it costs, and that nothing comes twice, nothing
// that people did is undone. The server is simulated, from recordings of a real one.
#include <rapidjson/document.h>

#include <iostream>
#include <numeric>
#include <set>
#include <sstream>
#include <thread>

#include "contract/push_testing.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::contract {
namespace {

std::vector<int> numbers(int from, int count) {
  std::vector<int> out(static_cast<std::size_t>(count));
  std::iota(out.begin(), out.end(), from);
  return out;
}

// 100 files with 8 rules and 12 techniques each.
std::vector<std::string> hundred_files() {
  std::vector<std::string> out;
  for (int i = 0; i < 100; ++i) {
    out.push_back(file_record(i, numbers(i % 40, 8), numbers(i % 60, 12)));
  }
  return out;
}

TEST_F(PushTest, HundredFilesCostNineRequestsAndTheSecondRunTwo) {
  add_clusters(50, 80);
  const auto report = push(hundred_files());
  ASSERT_FALSE(report.failed) << report.text();
  EXPECT_EQ(report.sinks.at(0).written, 100u) << report.text();
  EXPECT_EQ(report.sinks.at(0).refused_values, 0u) << report.text();
  EXPECT_LE(misp_.requests().size(), 9u);
  std::size_t sent = 0;
  for (const auto& each : misp_.requests()) sent += each.body_bytes;
  EXPECT_LE(sent, 200'000u);
  std::cout << "100 files with 8 rules and 12 techniques each: " << misp_.requests().size()
            << " requests, " << sent << " bytes up (simulated)\n";
  const std::string before = misp_.snapshot(event());
  EXPECT_NE(before.find("sigma-rules=\"Rule 7\""), std::string::npos) << before.substr(0, 2000);

  misp_.forget_requests();
  misp_.advance(1000);
  const auto again = push(hundred_files());
  EXPECT_EQ(again.sinks.at(0).written, 100u) << again.text();
  EXPECT_EQ(misp_.requests().size(), 2u);
  EXPECT_EQ(misp_.snapshot(event()), before);
}

TEST_F(PushTest, OneIndicatorMoreChangesNothingElse) {
  always_ = "report: false";
  add_clusters(10, 10);
  push({file_record(1, {1, 2}, {1})});
  const std::string event_uuid = event();
  const std::string before = misp_.snapshot(event_uuid);
  push({file_record(1, {1, 2}, {1}), file_record(2, {3}, {4})});
  const std::string after = misp_.snapshot(event_uuid);
  EXPECT_NE(after, before);
  std::size_t at = 0;
  std::istringstream lines(before);
  for (std::string line; std::getline(lines, line); ++at) {
    EXPECT_NE(after.find(line), std::string::npos) << line;
  }
  EXPECT_GT(at, 5u);
}

// What people did on the server stays, also when something else is written later.
class Analyst : public PushTest {
 protected:
  Analyst() {
    add_clusters(10, 10);
    always_ = "report: false";  // which says more with each indicator more
  }
  void SetUp() override {
    push(records_);
    event_ = event();
    object_ = element("object", hash_of(1));
    hash_ = element("attribute", hash_of(1));
  }
  // The uuid that stands behind `kind` in the first line of the snapshot that has both words.
  std::string element(const std::string& kind, const std::string& word) const {
    std::istringstream lines(misp_.snapshot(event_));
    for (std::string line; std::getline(lines, line);) {
      const std::size_t at = line.find(kind + " ");
      if (at == std::string::npos || line.find(word) == std::string::npos) continue;
      return line.substr(at + kind.size() + 1, 36);
    }
    ADD_FAILURE() << kind << " " << word << " in\n" << misp_.snapshot(event_);
    return "";
  }
  void expect_kept_after_more() {
    const std::string left = misp_.snapshot(event_);
    push(records_);
    EXPECT_EQ(misp_.snapshot(event_), left) << "the same again";
    auto more = records_;
    more.push_back(file_record(5, {5}, {5}));
    push(more);
    const std::string after = misp_.snapshot(event_);
    EXPECT_NE(after, left);
    std::istringstream lines(left);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_NE(after.find(line), std::string::npos) << line;
    }
    EXPECT_EQ(after.find("sigma-rules=\"Rule 9\""), std::string::npos);
  }

  std::vector<std::string> records_ = {file_record(1, {1, 9}, {1}), file_record(2, {2}, {2})};
  std::string event_, object_, hash_;
};

TEST_F(Analyst, ASoftDeletedAttributeStaysDeleted) {
  ASSERT_TRUE(misp_.untag(event_, "misp-galaxy:sigma-rules=\"Rule 9\""));
  ASSERT_TRUE(misp_.soft_delete(hash_));
  push(records_);
  push(records_);
  const std::string left = misp_.snapshot(event_);
  EXPECT_EQ(note(push(records_), "left as people left it"), "2") << left;
  EXPECT_EQ(misp_.snapshot(event_), left);
}

TEST_F(Analyst, WhatWasRemovedForGoodDoesNotComeBack) {
  ASSERT_TRUE(misp_.hard_delete(object_));
  ASSERT_TRUE(misp_.untag(event_, "misp-galaxy:sigma-rules=\"Rule 9\""));
  const std::string left = misp_.snapshot(event_);
  EXPECT_EQ(left.find(hash_), std::string::npos);
  expect_kept_after_more();
  EXPECT_EQ(misp_.snapshot(event_).find(hash_), std::string::npos);
}

TEST_F(Analyst, ARemovedTagOfAnAttributeStaysAway) {
  ASSERT_TRUE(misp_.untag(hash_, "misp-galaxy:sigma-rules=\"Rule 9\""));
  ASSERT_TRUE(misp_.untag(event_, "misp-galaxy:sigma-rules=\"Rule 9\""));
  expect_kept_after_more();
}

TEST_F(Analyst, EditsStay) {
  ASSERT_TRUE(misp_.untag(event_, "misp-galaxy:sigma-rules=\"Rule 9\""));
  ASSERT_TRUE(misp_.untag(hash_, "misp-galaxy:sigma-rules=\"Rule 9\""));
  ASSERT_TRUE(misp_.edit(hash_, {.to_ids = false, .comment = "ours, not theirs"}));
  expect_kept_after_more();
  EXPECT_NE(misp_.snapshot(event_).find("ours, not theirs"), std::string::npos);
}

// Twice nothing: the second attachment must not unpublish what a person published.
TEST_F(Analyst, APublishedEventIsLeftAloneUnlessTheFileSaysOtherwise) {
  ASSERT_TRUE(misp_.publish(event_));
  misp_.forget_requests();
  auto report = push(records_);
  EXPECT_EQ(report.sinks.at(0).written, 2u) << "there is nothing to write";
  EXPECT_TRUE(misp_.is_published(event_));
  auto more = records_;
  more.push_back(file_record(5, {5}, {5}));
  const std::string left = misp_.snapshot(event_);
  report = push(more);
  EXPECT_EQ(report.sinks.at(0).written, 2u) << report.text();
  EXPECT_EQ(report.sinks.at(0).refused, 1u) << report.text();
  EXPECT_NE(report.text().find("published: writing would take the publication back"),
            std::string::npos)
      << report.text();
  EXPECT_EQ(misp_.snapshot(event_), left);
  EXPECT_TRUE(misp_.is_published(event_));

  report = push(more, "unpublish: accept");
  EXPECT_EQ(report.sinks.at(0).written, 3u) << report.text();
  EXPECT_FALSE(misp_.is_published(event_));
  EXPECT_EQ(note(report, "state"), "it was published, and is not any more");
}

TEST_F(Analyst, AnEventThatWasDeletedStaysDeleted) {
  ASSERT_TRUE(misp_.remove_event(event_));
  const auto report = push(records_);
  EXPECT_EQ(report.sinks.at(0).refused, 2u) << report.text();
  EXPECT_FALSE(misp_.has_event(event_));
}

TEST_F(PushTest, AnEventOnTheBlocklistIsSaid) {
  add_clusters(3, 3);
  push({file_record(1, {1}, {1})});
  const std::string uuid = event();
  misp_.remove_event(uuid);
  fs::remove_all(folder_ / "state/kept");  // as another installation would meet it
  const auto report = push({file_record(1, {1}, {1})});
  EXPECT_EQ(report.sinks.at(0).refused, 1u) << report.text();
  EXPECT_NE(report.text().find("was deleted on the server"), std::string::npos) << report.text();
}

// Known to the server only from the next update of its galaxies on.
TEST_F(PushTest, ClustersThatTheServerDoesNotHaveAreSaidAndComeLater) {
  add_clusters(2, 2);
  auto report = push({file_record(1, {1, 7}, {1})});
  EXPECT_EQ(report.sinks.at(0).written, 1u);
  EXPECT_EQ(note(report, "no cluster"), "misp-galaxy:sigma-rules=\"Rule 7\"") << report.text();
  EXPECT_EQ(misp_.snapshot(event()).find("sigma-rules=\"Rule 7\""), std::string::npos);
  misp_.forget_requests();
  report = push({file_record(1, {1, 7}, {1})});
  EXPECT_EQ(misp_.requests().size(), 2u) << report.text();
  misp_.add_cluster("sigma-rules", rule(7));
  push({file_record(1, {1, 7}, {1}), file_record(2, {1}, {1})});
  EXPECT_NE(misp_.snapshot(event()).find("sigma-rules=\"Rule 7\""), std::string::npos);
}

TEST_F(PushTest, NumbersOfClustersThatChangedAreAskedForAgain) {
  add_clusters(3, 3);
  const auto is_add = [](const simulated::Seen& each) {
    return each.path == "/events/add/metadata:1";
  };
  misp_.fault_when(is_add, {.kind = Fault::Kind::kSlow, .delay = std::chrono::milliseconds(300)});
  std::thread update([this] {
    while (misp_.count("POST", "/events/add") == 0) std::this_thread::yield();
    misp_.renumber_cluster("sigma-rules", rule(1));
  });
  const auto report = push({file_record(1, {1}, {1})});
  update.join();
  EXPECT_EQ(report.sinks.at(0).written, 1u) << report.text();
  EXPECT_NE(misp_.snapshot(event()).find("sigma-rules=\"Rule 1\""), std::string::npos);
}

TEST_F(PushTest, PublishesWhereTheFileAsksForIt) {
  add_clusters(3, 3);
  auto report = push({file_record(1, {1}, {1})}, "publish: true", simulated::kPublisherKey);
  EXPECT_TRUE(misp_.is_published(event())) << report.text();
  EXPECT_EQ(note(report, "state"), "published");
  // A person takes it back: nothing to send, so it stays.
  misp_.publish(event(), false);
  push({file_record(1, {1}, {1})}, "publish: true", simulated::kPublisherKey);
  EXPECT_FALSE(misp_.is_published(event()));
}

TEST_F(PushTest, AKeyThatMayNotPublishIsSaidBeforehand) {
  add_clusters(3, 3);
  const auto report = push({file_record(1, {1}, {1})}, "publish: true");
  EXPECT_EQ(report.sinks.at(0).written, 1u) << report.text();
  EXPECT_FALSE(misp_.is_published(event()));
  EXPECT_NE(report.text().find("may not publish"), std::string::npos) << report.text();
}

TEST_F(PushTest, AnEventOfAnotherOrganisationIsNeverWritten) {
  add_clusters(3, 3);
  push({file_record(1, {1}, {1})}, "distribution: \"1\"", simulated::kOtherOrgKey);
  const std::string left = misp_.snapshot(event());
  const auto report = push({file_record(1, {1}, {1}), file_record(2)});
  EXPECT_EQ(report.sinks.at(0).refused, 2u) << report.text();
  EXPECT_NE(report.text().find("another organisation"), std::string::npos) << report.text();
  EXPECT_EQ(misp_.snapshot(event()), left);
}

TEST_F(PushTest, AnEventThatIsThereIsAddedToByNumberAndByUuid) {
  add_clusters(3, 3);
  const std::string uuid = "6477a023-526d-5b3d-883d-5f4a62fcdb24";
  const auto made = misp_.ask("POST", "/events/add",
                              R"({"uuid":")" + uuid + R"(","info":"theirs"})", simulated::kUserKey);
  ASSERT_EQ(made.status, 200) << made.body;
  rapidjson::Document event;
  event.Parse(made.body.c_str());
  const std::string number = std::to_string(event["Event"]["id"].GetInt());
  auto report = push({file_record(1, {1}, {1})}, "event: \"" + number + "\"");
  EXPECT_EQ(report.sinks.at(0).written, 1u) << report.text();
  EXPECT_NE(misp_.snapshot(uuid).find(hash_of(1)), std::string::npos);
  EXPECT_NE(misp_.snapshot(uuid).find("theirs"), std::string::npos);
  misp_.forget_requests();
  const std::string before = misp_.snapshot(uuid);
  report = push({file_record(1, {1}, {1})}, "event: " + uuid);
  EXPECT_EQ(misp_.snapshot(uuid), before);
  EXPECT_EQ(misp_.requests().size(), 2u);
  EXPECT_TRUE(push({file_record(1)}, "event: 999999").failed);
}

// Parts fill up and nothing moves: a second run changes nothing, one indicator more finds its
// place.
TEST_F(PushTest, ACaseTooLargeForOneEventGoesIntoLinkedOnes) {
  add_clusters(10, 10);
  always_ = "report: false, largest: 100";
  std::vector<std::string> records;
  for (int i = 0; i < 60; ++i) records.push_back(file_record(i, {i % 5}, {i % 7}));
  auto report = push(records);
  EXPECT_EQ(report.sinks.at(0).written, 60u) << report.text();
  const auto events = [&] {
    std::set<std::string> out;
    for (const auto& each : misp_.requests()) {
      if (each.path.starts_with("/events/view/")) out.insert(each.path.substr(13, 36));
    }
    return out;
  };
  const auto first = events();
  ASSERT_GE(first.size(), 3u);
  std::string all;
  std::size_t linked = 0;
  for (const std::string& each : first) {
    const std::string snapshot = misp_.snapshot(each);
    linked += snapshot.find("extends " + event()) != std::string::npos;
    all += snapshot;
  }
  EXPECT_EQ(linked, first.size() - 1);
  for (int i = 0; i < 60; ++i) EXPECT_NE(all.find(hash_of(i)), std::string::npos) << i;
  misp_.forget_requests();
  push(records);
  EXPECT_EQ(misp_.requests().size(), 1 + first.size()) << "the account, and each event";
  records.insert(records.begin(), file_record(99, {1}, {1}));
  push(records);
  std::string now;
  for (const std::string& each : events()) now += misp_.snapshot(each);
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_NE(now.find(line), std::string::npos) << line;
  }
  EXPECT_NE(now.find(hash_of(99)), std::string::npos);
}

// What was only an MD5 has a SHA-256 now, by which it would be another object.
TEST_F(PushTest, AnObjectKeepsItsUuidWhenMoreIsKnownOfIt) {
  add_clusters(3, 3);
  const std::string md5 = R"("ioc.type":"md5","ioc.value":"3ecd2f5bb5aeae5f9b5bf988fb1b42c4")";
  push({"{" + md5 + "}"}, "report: false");
  const auto objects = [&] {
    std::vector<std::string> out;
    std::istringstream lines(misp_.snapshot(event()));
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("object ") && line.find(" file ") == 43) {
        out.push_back(line.substr(7, 36));
      }
    }
    return out;
  };
  const auto before = objects();
  ASSERT_EQ(before.size(), 1u) << misp_.snapshot(event());
  push({"{" + md5 + R"(,"observables":[{"type":"file","by":"vt","subject":true,"attributes":[)" +
        R"({"name":"sha256","value":")" + hash_of(1) + R"("}]}]})"},
       "report: false");
  EXPECT_EQ(objects(), before);
  EXPECT_NE(misp_.snapshot(event()).find(hash_of(1)), std::string::npos);
}

TEST_F(PushTest, ADryRunSaysTheDifferenceAndSendsNothing) {
  add_clusters(3, 3);
  push({file_record(1, {1}, {1})});
  const std::string before = misp_.snapshot(event());
  misp_.forget_requests();
  options_.dry_run = true;
  const auto report = push({file_record(1, {1, 2}, {1}), file_record(2)});
  EXPECT_EQ(misp_.snapshot(event()), before);
  for (const auto& each : misp_.requests()) {
    EXPECT_TRUE(each.method == "GET" || each.path.find("/galaxy_clusters/index") == 0) << each.path;
  }
  const std::string text = report.text();
  EXPECT_NE(text.find("add object file: sha256 " + hash_of(2)), std::string::npos) << text;
  EXPECT_NE(text.find("tag the event with misp-galaxy:sigma-rules=\"Rule 2\""), std::string::npos)
      << text;
  EXPECT_NE(text.find("tag sha256 " + hash_of(1)), std::string::npos) << text;
  options_.dry_run = false;
  EXPECT_EQ(note(push({file_record(1, {1, 2}, {1}), file_record(2)}), "added objects"), "2")
      << "the file and the rule";
}

}  // namespace
}  // namespace rulemap::contract
