#include "contract/misp/fixture_testing.h"

namespace rulemap::simulated::tests {
namespace {

class SimulatedMispEdit : public SimulatedMisp {
 protected:
  SimulatedMispEdit() { misp.ask("POST", "/events/add", payload()); }
  std::string object_with(const std::string& attributes, const std::string& more = "") {
    return "{\"Object\":[{" + object_head(kFile) + more + ",\"Attribute\":[" + attributes + "]}]}";
  }
  std::string at(std::int64_t offset) {
    return ",\"timestamp\":\"" + std::to_string(misp.time() + offset) + "\"";
  }
  std::int64_t stamp_of(const Reply& reply) { return reply.event()["timestamp"].GetInt64(); }
};

const std::string kNew = "7a1b2c3d-0000-4000-8000-000000000009";

TEST_F(SimulatedMispEdit, E24TheSameAgainChangesNoCountButEveryTimestamp) {
  const std::string before = misp.snapshot(kEvent);
  misp.advance(10);
  const Reply reply = edit(payload());
  EXPECT_EQ(misp.snapshot(kEvent), before);
  EXPECT_EQ(stamp_of(reply), misp.time());
  EXPECT_EQ(reply.event()["Object"][0u]["timestamp"].GetInt64(), misp.time());
  EXPECT_EQ(reply.event()["Attribute"][0u]["timestamp"].GetInt64(), misp.time());
}

TEST_F(SimulatedMispEdit, E24bAnEventThatIsNotNewerIsRefusedAndStaysPublished) {
  misp.publish(kEvent);
  for (const std::string& time : {at(0), at(-5), std::string(",\"timestamp\":\"\"")}) {
    const Reply reply = edit("{\"info\":\"stale\"" + time + "}");
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(text_of(*reply.json, "errors").find("not newer"), std::string::npos);
  }
  EXPECT_TRUE(misp.is_published(kEvent));
  EXPECT_EQ(stored("stale"), 0);
}

TEST_F(SimulatedMispEdit, E24eAnAttributeThatIsNotNewerIsSkippedWithItsTags) {
  misp.create_tag("tlp:green");
  const std::string change = ",\"comment\":\"changed\",\"Tag\":[" + tag("tlp:green") + "]";
  const auto send = [&](const std::string& time) {
    edit("{\"Attribute\":[{\"uuid\":\"" + kUrl + "\"" + change + time + "}]}");
    return stored("changed") + stored("tlp:green");
  };
  EXPECT_EQ(send(at(-1)), 0);
  EXPECT_EQ(send(at(0)), 0);
  EXPECT_EQ(send(at(1)), 2);
}

TEST_F(SimulatedMispEdit, E90dAnObjectThatIsNotNewerIsSkippedWithItsNewAttributes) {
  const std::string more = attribute(kNew, "md5", "098f6bcd4621d373cade4e832627b4f6");
  edit(object_with(more, at(0)));
  EXPECT_EQ(stored(kNew), 0);
  edit(object_with(more, at(1)));
  EXPECT_EQ(stored(kNew), 1);
}

TEST_F(SimulatedMispEdit, E90mTimesThatAreNoneAre500) {
  for (const char* time : {"4102444800", "soon"})
    EXPECT_EQ(edit("{\"info\":\"x\",\"timestamp\":\"" + std::string(time) + "\"}").status, 500);
  EXPECT_EQ(stored("// A case"), 1);
}

TEST_F(SimulatedMispEdit, E24hMissingKeysAreLeftAlone) {
  edit("{\"info\":\"only this\"}");
  EXPECT_EQ(stored("only this"), 1);
  EXPECT_EQ(stored("attribute "), 3);
}

TEST_F(SimulatedMispEdit, E109APartialAttributeAddsItsTagAndTouchesNothingElse) {
  misp.edit(kUrl, {false, "by hand", {}});
  edit("{\"Attribute\":[{\"uuid\":\"" + kUrl + "\",\"Tag\":[" + tag("tlp:red") + "]}]}");
  EXPECT_EQ(stored("attribute " + kUrl + " tag tlp:red"), 1);
  EXPECT_EQ(stored("- distribution 5 http://c2.example/a // by hand"), 1);
}

TEST_F(SimulatedMispEdit, E24kObjectsAndReferencesWithoutUuidsAreDoubled) {
  const std::string object =
      "{" + object_head(kNew).substr(object_head(kNew).find(',') + 1) +
      ",\"Attribute\":[{\"object_relation\":\"filename\",\"type\":\"filename\",\"value\":\"b\"}]}";
  for (int i = 0; i < 2; ++i) edit("{\"Object\":[" + object + "]}");
  EXPECT_EQ(stored(" filename filename "), 3);
  const std::string link = ",\"ObjectReference\":[{\"referenced_uuid\":\"" + kUrl +
                           "\",\"relationship_type\":\"contacts\"}]";
  for (int i = 0; i < 2; ++i) edit(object_with("", link));
  EXPECT_EQ(stored("reference "), 3);
}

TEST_F(SimulatedMispEdit, E26bReferencesWithTheirUuidAreNotDoubled) {
  edit(payload());
  EXPECT_EQ(stored("reference "), 1);
}

TEST_F(SimulatedMispEdit, E24nAPlainAttributeOfTheSameValueIsDropped) {
  edit("{\"Attribute\":[" + attribute(kNew, "url", "http://c2.example/a") + "]}");
  EXPECT_EQ(stored(kNew), 0);
}

TEST_F(SimulatedMispEdit, E24oTagsAreAddedAndLeaveByTheirFlagOnly) {
  edit("{\"Tag\":[" + tag("tlp:green") + "]}");
  edit("{\"Tag\":[" + tag("tlp:red") + "]}");
  EXPECT_EQ(stored(" tag "), 2);
  edit("{\"Tag\":[{\"name\":\"tlp:green\",\"deleted\":true}]}");
  EXPECT_EQ(stored("tlp:green"), 0);
  EXPECT_EQ(stored("tlp:red"), 1);
}

TEST_F(SimulatedMispEdit, E24rDeletedAndBackByTheFlag) {
  const std::string entry = "{\"Attribute\":[{\"uuid\":\"" + kUrl + "\",\"deleted\":";
  edit(entry + "true}]}");
  EXPECT_EQ(stored(" deleted"), 1);
  edit(entry + "false}]}");
  EXPECT_EQ(stored(" deleted"), 0);
}

TEST_F(SimulatedMispEdit, E25EventsThatAreNotThere) {
  EXPECT_EQ(edit("{}", kSiteAdminKey, kNobody).message(), "Invalid event");
  EXPECT_EQ(edit("{\"uuid\":\"" + kNobody + "\",\"info\":\"x\"}").status, 403);
}

TEST_F(SimulatedMispEdit, E25iAnEmptyEditUnpublishes) {
  misp.publish(kEvent);
  misp.advance(1);
  const Reply reply = edit("");
  EXPECT_EQ(reply.status, 200);
  EXPECT_FALSE(misp.is_published(kEvent));
  EXPECT_EQ(stamp_of(reply), misp.time());
}

TEST_F(SimulatedMispEdit, E28dPublishedInAnEditNeedsTheRight) {
  edit("{\"published\":true}", kUserKey);
  EXPECT_FALSE(misp.is_published(kEvent));
  edit("{\"published\":true}", kPublisherKey);
  EXPECT_TRUE(misp.is_published(kEvent));
}

TEST_F(SimulatedMispEdit, E25gPutIsAsGoodAndSoIsANumber) {
  EXPECT_EQ(client.send("PUT", "/events/edit/1", "{\"info\":\"put\"}").status, 200);
  EXPECT_EQ(stored("put"), 1);
}

TEST_F(SimulatedMispEdit, E25hAColleagueMayEdit) {
  EXPECT_EQ(edit("{\"info\":\"by a colleague\"}", kUserKey).status, 200);
  EXPECT_EQ(edit("{\"info\":\"x\"}", kReadOnlyKey).status, 403);
}

TEST_F(SimulatedMispEdit, E121ForeignEvents) {
  EXPECT_EQ(view("", kOtherOrgKey).status, 200);
  EXPECT_FALSE(view("", kOtherOrgKey).event().HasMember("event_creator_email"));
  EXPECT_EQ(edit("{\"info\":\"x\"}", kOtherOrgKey).message(), "You are not authorised to do that.");
  EXPECT_EQ(client.with(kOtherOrgKey).post("/events/publish/" + kEvent, "").status, 405);
  EXPECT_EQ(client.with(kOtherOrgKey).post("/attributes/add/" + kEvent, "{}").status, 403);
  edit("{\"distribution\":0}");
  EXPECT_EQ(view("", kOtherOrgKey).status, 404);
  EXPECT_EQ(edit("{\"info\":\"x\"}", kOtherOrgKey).status, 404);
}

TEST_F(SimulatedMispEdit, E28PublishingIsARightOfItsOwn) {
  const std::string path = "/events/publish/" + kEvent;
  EXPECT_EQ(client.with(kUserKey).post(path, "{}").message(),
            "You do not have permission to use this functionality.");
  EXPECT_FALSE(misp.is_published(kEvent));
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(client.with(kPublisherKey).post(path, "{}").message(),
              "Event published without alerts");
  EXPECT_TRUE(misp.is_published(kEvent));
  EXPECT_EQ(client.post("/events/publish/" + kNobody, "").message(), "Invalid event.");
  EXPECT_EQ(client.get(path).status, 500);
}

TEST_F(SimulatedMispEdit, E27DeletionsOverTheWire) {
  EXPECT_EQ(client.post("/attributes/delete/" + kUrl, "").message(), "Attribute deleted.");
  EXPECT_EQ(stored("attribute " + kUrl), 1);
  EXPECT_EQ(client.send("DELETE", "/attributes/delete/" + kUrl + "/1", "").status, 200);
  EXPECT_EQ(stored("attribute " + kUrl), 0);
  EXPECT_EQ(client.post("/attributes/delete/" + kUrl, "").status, 404);
  EXPECT_EQ(client.post("/objects/delete/" + kFile, "").message(), "Object deleted");
  EXPECT_EQ(stored(" deleted"), 3);
  EXPECT_EQ(client.post("/objects/delete/" + kFile + "/1", "").status, 200);
  EXPECT_EQ(stored("object "), 0);
}

TEST_F(SimulatedMispEdit, E77hDeletingWhatIsNotThereIsNotSaved) {
  const Reply reply = client.post("/events/delete/" + kNobody, "");
  EXPECT_EQ(reply.status, 403);
  EXPECT_STREQ(reply["errors"].GetString(), "Event was not deleted.");
}

TEST_F(SimulatedMispEdit, E32sAttributesAreEditedAlone) {
  const std::string path = "/attributes/edit/" + kUrl;
  EXPECT_EQ(client.post(path, "{\"comment\":\"older\"" + at(-1) + "}").status, 405);
  EXPECT_STREQ(client.post(path, "{\"comment\":\"c\"}")["Attribute"]["comment"].GetString(), "c");
  EXPECT_EQ(client.post("/attributes/edit/" + kNobody, "{}").status, 404);
}

TEST_F(SimulatedMispEdit, E131SoftDeletedElementsAreShownToTheirOwnersOnRequest) {
  misp.soft_delete(kUrl);
  misp.soft_delete(kFile);
  EXPECT_EQ(view().event()["Attribute"].Size() + view().event()["Object"].Size(), 0u);
  const Reply shown = view("/deleted:1");
  EXPECT_TRUE(shown.event()["Attribute"][0u]["deleted"].GetBool());
  EXPECT_TRUE(shown.event()["Object"][0u]["deleted"].GetBool());
  EXPECT_EQ(shown.event()["Object"][0u]["Attribute"].Size(), 2u);
  EXPECT_EQ(view("/deleted:1", kOtherOrgKey).event()["Attribute"].Size(), 0u);
  EXPECT_EQ(view("/deleted:only").event()["Attribute"].Size(), 1u);
  EXPECT_EQ(client.get("/attributes/view/" + kUrl + ".json").status, 405);
}

TEST_F(SimulatedMispEdit, E131bSoftDeletedReferencesAreAlwaysShown) {
  misp.soft_delete(kLink);
  for (const char* options : {"", "/deleted:1"}) {
    const Reply shown = view(options);
    EXPECT_TRUE(shown.event()["Object"][0u]["ObjectReference"][0u]["deleted"].GetBool());
  }
}

TEST_F(SimulatedMispEdit, E132SendingAllAgainRevivesWhatLeftNoTrace) {
  const std::string whole = misp.snapshot(kEvent);
  misp.hard_delete(kName);
  misp.hard_delete(kLink);
  misp.soft_delete(kUrl);
  EXPECT_EQ(stored(kName) + stored("reference "), 0);
  edit(payload());
  EXPECT_EQ(stored(kName), 1);
  EXPECT_EQ(stored("reference "), 1);
  EXPECT_EQ(stored("attribute " + kUrl), 1);
  EXPECT_EQ(stored(" deleted"), 1);
  EXPECT_NE(misp.snapshot(kEvent), whole);
  misp.hard_delete(kUrl);
  misp.hard_delete(kLink);
  edit(payload());
  EXPECT_EQ(misp.snapshot(kEvent), whole);
}

TEST_F(SimulatedMispEdit, E85ReportsComeByEditsOnly) {
  EXPECT_EQ(client.post("/eventReports/add/" + kEvent, "{\"name\":\"r\"}").status, 403);
  const std::string report =
      "{\"EventReport\":[{\"uuid\":\"" + kNew + "\",\"name\":\"r\",\"content\":\"v1\"}]}";
  for (int i = 0; i < 2; ++i) edit(report);
  EXPECT_EQ(stored("report "), 1);
  EXPECT_STREQ(view().event()["EventReport"][0u]["content"].GetString(), "v1");
}

TEST_F(SimulatedMispEdit, E23dTheIndexKnowsEventidNotUuid) {
  add("{\"info\":\"another\"}");
  const std::string uuid = "\"" + kEvent + "\"";
  EXPECT_EQ(client.post("/events/index", "{\"uuid\":" + uuid + "}").json->Size(), 2u);
  EXPECT_EQ(client.post("/events/index", "{\"eventid\":" + uuid + "}").json->Size(), 1u);
  // The other event has no attributes.
  EXPECT_EQ(client.post("/events/index", "{\"minimal\":1}").json->Size(), 1u);
  const Reply page = client.get("/events/index/limit:1/page:2.json");
  EXPECT_EQ(page.json->Size(), 1u);
  EXPECT_EQ(page.headers.at("x-result-count"), "2");
  EXPECT_EQ(client.get("/events/index.json?limit=1").json->Size(), 2u);
}

TEST_F(SimulatedMispEdit, E50SearchingEvents) {
  const auto found = [&](const std::string& body) {
    return client.post("/events/restSearch", body)["response"].Size();
  };
  EXPECT_EQ(found("{\"uuid\":\"" + kEvent + "\"}"), 1u);
  EXPECT_EQ(found("{\"uuid\":\"" + kNobody + "\"}"), 0u);
  EXPECT_EQ(found("{\"value\":\"a.exe\"}"), 1u);
  EXPECT_EQ(found("{\"no-such-key\":1}"), 1u);
  EXPECT_EQ(found(""), 1u);
  EXPECT_EQ(client.post("/events/restSearch", "{\"returnFormat\":\"nope\"}").status, 404);
  const Reply bare = client.post("/events/restSearch", "{\"metadata\":true}");
  EXPECT_FALSE(bare["response"][0u]["Event"].HasMember("Attribute"));
}

TEST_F(SimulatedMispEdit, E51SearchingAttributes) {
  const auto found = [&](const std::string& body) {
    return client.post("/attributes/restSearch", body)["response"]["Attribute"].Size();
  };
  EXPECT_EQ(found("{\"value\":\"a.exe\"}"), 1u);
  EXPECT_EQ(found("{\"value\":[\"a.exe\",\"http://c2.example/a\"]}"), 2u);
  EXPECT_EQ(found("{\"value\":\"nothing\"}"), 0u);
  EXPECT_EQ(found("{\"eventid\":1,\"type\":\"sha256\"}"), 1u);
  misp.soft_delete(kName);
  EXPECT_EQ(found("{\"value\":\"a.exe\"}"), 0u);
}

}  // namespace
}  // namespace rulemap::simulated::tests
