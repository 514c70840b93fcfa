#include "contract/misp/fixture_testing.h"

namespace rulemap::simulated::tests {
namespace {

const std::string kOther = "7a1b2c3d-0000-4000-8000-000000000001";

std::string event_with(const std::string& more) {
  return "{\"uuid\":\"" + kEvent + "\",\"info\":\"A case\"," + more + "}";
}
std::string long_text() { return std::string(65536, 'x'); }

TEST_F(SimulatedMisp, E20DefaultsOfAnEvent) {
  const Reply reply = add("{\"info\":\"x\"}");
  ASSERT_EQ(reply.status, 200);
  EXPECT_EQ(reply.event()["distribution"].GetInt(), 1);
  EXPECT_EQ(reply.event()["threat_level_id"].GetInt(), 4);
  EXPECT_EQ(reply.event()["analysis"].GetInt(), 0);
  EXPECT_FALSE(reply.event()["published"].GetBool());
  EXPECT_TRUE(reply.event()["Attribute"].IsArray());
  EXPECT_FALSE(reply.event().HasMember("Tag"));
}

TEST_F(SimulatedMisp, E20cNothingIsNoEvent) {
  for (const char* body : {"{}", "[]", "", "null"})
    EXPECT_EQ(add(body).message(), "No valid event data received.") << body;
  EXPECT_EQ(add("{\"Event\":{}}").status, 403);
}

TEST_F(SimulatedMisp, E20dRefusedFieldsAreNamedAndNothingIsStored) {
  const std::pair<const char*, const char*> refused[] = {
      {"info", "\"info\":\"\""},
      {"uuid", "\"uuid\":\"not-a-uuid\",\"info\":\"x\""},
      {"uuid", "\"uuid\":null,\"info\":\"x\""},
      {"distribution", "\"info\":\"x\",\"distribution\":7"},
      {"threat_level_id", "\"info\":\"x\",\"threat_level_id\":9"},
      {"analysis", "\"info\":\"x\",\"analysis\":5"},
      {"date", "\"info\":\"x\",\"date\":\"24/11/2026\""}};
  for (const auto& [field, body] : refused) {
    const Reply reply = add("{\"Event\":{" + std::string(body) + "}}");
    EXPECT_EQ(reply.status, 403) << body;
    EXPECT_FALSE(reply["saved"].GetBool());
    EXPECT_TRUE(reply["errors"]["Event"].HasMember(field)) << body;
  }
  EXPECT_FALSE(misp.has_event("1"));
}

TEST_F(SimulatedMisp, E20kUuidsAreLowered) {
  EXPECT_STREQ(add("{\"info\":\"x\",\"uuid\":\"1E661313-B21A-5E11-82F1-FAFF44FC25DB\"}")
                   .event()["uuid"]
                   .GetString(),
               "1e661313-b21a-5e11-82f1-faff44fc25db");
}

TEST_F(SimulatedMisp, E20pASharingGroupIs405) {
  EXPECT_EQ(add(event_with("\"distribution\":4")).status, 405);
}

TEST_F(SimulatedMisp, E20wAnEmptyEventIsNotAddedPublished) {
  const Reply reply = add(event_with("\"published\":true"));
  EXPECT_EQ(reply.status, 403);
  EXPECT_TRUE(reply["errors"]["Event"].IsString());
  EXPECT_EQ(add(payload(",\"published\":true"), kUserKey).event()["published"].GetBool(), false);
}

TEST_F(SimulatedMisp, E20xALongInfoIs500) {
  EXPECT_EQ(add("{\"info\":\"" + long_text() + "\"}").status, 500);
}

TEST_F(SimulatedMisp, E23AnExistingUuidIs404WithItsLocation) {
  add(payload(",\"distribution\":0"));
  for (const std::string_view key : {kSiteAdminKey, kUserKey, kOtherOrgKey}) {
    const Reply reply = add(payload(), key);
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.headers.at("location"), misp.url() + "/events/1");
  }
  EXPECT_EQ(view("", kOtherOrgKey).status, 404);
  EXPECT_EQ(edit("{\"info\":\"x\"}", kOtherOrgKey).status, 404);
}

TEST_F(SimulatedMisp, E23fUuidsOfAnotherEventsElementsAreDropped) {
  add(payload());
  const std::string other = "{\"uuid\":\"" + kOther + "\"" + payload().substr(payload().find(','));
  EXPECT_EQ(add(other).status, 200);
  EXPECT_EQ(stored("attribute ", kOther) + stored("object ", kOther), 0);
}

TEST_F(SimulatedMisp, E40InvalidAttributesAreDropped) {
  const std::string plain =
      R"("Attribute":[{"type":"sha256","value":"nothex"},{"type":"no-such","value":"x"},)"
      R"({"type":"md5","category":"Person","value":"098f6bcd4621d373cade4e832627b4f7"},)"
      R"({"type":"domain","value":"bad.example","uuid":"nope"},)"
      R"({"type":"domain","value":"good.example"}])";
  const Reply reply = add(event_with(plain));
  EXPECT_EQ(reply.status, 200);
  EXPECT_FALSE(reply.json->HasMember("errors"));
  ASSERT_EQ(reply.event()["Attribute"].Size(), 1u);
  EXPECT_STREQ(reply.event()["Attribute"][0u]["value"].GetString(), "good.example");
}

TEST_F(SimulatedMisp, E40bAnObjectStaysWithoutItsInvalidAttribute) {
  const Reply reply = add(event_with("\"Object\":[{" + object_head(kFile) + ",\"Attribute\":[" +
                                     attribute(kSha256, "sha256", "nothex") + "," +
                                     attribute(kName, "filename", "a") + "]}]"));
  ASSERT_EQ(reply.event()["Object"].Size(), 1u);
  EXPECT_EQ(reply.event()["Object"][0u]["Attribute"].Size(), 1u);
}

TEST_F(SimulatedMisp, E40cObjectsWithNothingInThemAreNotSeen) {
  for (const std::string& in :
       {std::string(), attribute(kSha256, "sha256", "nothex"),
        std::string(R"({"type":"filename","value":"without a relation"})")}) {
    const simulated::SimulatedMisp fresh;
    const Reply reply = Client(fresh).post(
        "/events/add",
        event_with("\"Object\":[{" + object_head(kFile) + ",\"Attribute\":[" + in + "]}]"));
    EXPECT_EQ(reply.event()["Object"].Size(), 0u) << in;
  }
}

TEST_F(SimulatedMisp, E40eObjectsWithoutTheirTemplateAreDropped) {
  EXPECT_EQ(add(event_with(R"("Object":[{"name":"mine","Attribute":[{"object_relation":"t",)"
                           R"("type":"text","value":"v"}]}])"))
                .event()["Object"]
                .Size(),
            0u);
}

TEST_F(SimulatedMisp, E40hEqualPlainAttributesAreOne) {
  add(event_with(R"("Attribute":[{"type":"domain","value":"dup.example"},)"
                 R"({"type":"domain","value":"DUP.example"},)"
                 R"({"type":"domain","category":"Payload delivery","value":"dup.example"}])"));
  EXPECT_EQ(stored("attribute "), 2);
}

TEST_F(SimulatedMisp, E40hAUuidTwiceInOnePayloadIsTheFirst) {
  add(event_with("\"Attribute\":[" + attribute(kUrl, "domain", "first.example") + "," +
                 attribute(kUrl, "domain", "second.example") + "]"));
  EXPECT_EQ(stored("first.example"), 1);
  EXPECT_EQ(stored("attribute "), 1);
}

TEST_F(SimulatedMisp, E40mADistributionWithoutItsGroupIsZero) {
  const Reply reply =
      add(event_with(R"("Attribute":[{"type":"domain","value":"d.example","distribution":"4"}])"));
  EXPECT_EQ(reply.event()["Attribute"][0u]["distribution"].GetInt(), 0);
}

TEST_F(SimulatedMisp, E40nReferencesToNobodyAreDropped) {
  std::string body = payload();
  body.replace(body.rfind(kUrl), kUrl.size(), kNobody);
  EXPECT_EQ(add(body).status, 200);
  EXPECT_EQ(stored("reference "), 0);
}

TEST_F(SimulatedMisp, E77TheUuidOfADeletedEventIsBlocked) {
  add(payload());
  EXPECT_EQ(client.post("/events/delete/" + kEvent, "").status, 200);
  EXPECT_EQ(view().status, 404);
  EXPECT_EQ(add(payload()).message(), "Event blocked by event blocklist.");
  EXPECT_EQ(edit("{}").status, 404);
}

TEST_F(SimulatedMisp, E79OrgcIsHonouredForSyncUsersAndAdmins) {
  const std::string orgc =
      ",\"Orgc\":{\"name\":\"OTHERORG\",\"uuid\":\"" + other_organisation().uuid + "\"}";
  EXPECT_EQ(add(payload(orgc), kUserKey).event()["Orgc"]["uuid"].GetString(),
            own_organisation().uuid);
  misp.remove_event(kEvent, false);
  EXPECT_EQ(add(payload(orgc), kSyncKey).event()["Orgc"]["uuid"].GetString(),
            other_organisation().uuid);
}

TEST_F(SimulatedMisp, E79fNumbersAndTextsStandInForEachOther) {
  const Reply reply = add(payload(",\"distribution\":\"0\",\"threat_level_id\":2"));
  EXPECT_EQ(reply.event()["distribution"].GetInt(), 0);
  EXPECT_EQ(reply.event()["threat_level_id"].GetInt(), 2);
}

TEST_F(SimulatedMisp, E92TimesThatAreNoneTakeTheAttributeWithThem) {
  const Reply reply = add(event_with(
      R"("Attribute":[{"type":"domain","value":"fs1.example","first_seen":"2026-01-02T03:04:05Z",)"
      R"("last_seen":"2026-02-02T03:04:05.123456+02:00"},)"
      R"({"type":"domain","value":"fs2.example","first_seen":"2026-01-02"},)"
      R"({"type":"domain","value":"fs3.example","first_seen":"1767323045"},)"
      R"({"type":"domain","value":"fs4.example","first_seen":"2026-05-01","last_seen":"2026-01-01"}])"));
  const Json& stored = reply.event()["Attribute"];
  ASSERT_EQ(stored.Size(), 2u);
  EXPECT_STREQ(stored[0u]["first_seen"].GetString(), "2026-01-02T03:04:05.000000+00:00");
  EXPECT_STREQ(stored[0u]["last_seen"].GetString(), "2026-02-02T01:04:05.123456+00:00");
  EXPECT_STREQ(stored[1u]["first_seen"].GetString(), "2026-01-02T00:00:00.000000+00:00");
}

TEST_F(SimulatedMisp, E93ALongCommentIs500AndWhatCameBeforeItStays) {
  const Reply reply =
      add(event_with(R"("Attribute":[{"type":"domain","value":"one.example"},)"
                     R"({"type":"domain","value":"two.example","comment":")" +
                     long_text() + R"("},{"type":"domain","value":"three.example"}])"));
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(stored("one.example"), 1);
  EXPECT_EQ(stored("two.example") + stored("three.example"), 0);
}

TEST_F(SimulatedMisp, E93cALongValueIsDropped) {
  EXPECT_EQ(add(event_with("\"Attribute\":[{\"type\":\"text\",\"value\":\"" + long_text() + "\"}]"))
                .event()["Attribute"]
                .Size(),
            0u);
}

TEST_F(SimulatedMisp, E102MetadataLeavesElementsOutOfTheAnswer) {
  const Reply reply = client.post("/events/add/metadata:1", payload());
  EXPECT_FALSE(reply.event().HasMember("Attribute"));
  EXPECT_FALSE(reply.event().HasMember("Object"));
  EXPECT_TRUE(reply.event().HasMember("Galaxy"));
  EXPECT_EQ(stored("attribute "), 3);
}

TEST_F(SimulatedMisp, E133TheImportFilterRewritesAndBlocks) {
  const std::pair<const char*, const char*> names[] = {
      {R"(C:\Users\alice\AppData\Local\Temp\one.exe)", R"(%TEMP%\one.exe)"},
      {R"(C:\Users\alice\Desktop\two.exe)", R"(%USERPROFILE%\Desktop\two.exe)"},
      {R"(C:\Windows\System32\three.exe)", R"(%WINDIR%\System32\three.exe)"},
      {R"(D:/Program Files/four.exe)", R"(%PROGRAMFILES%\four.exe)"},
      {R"(PE32, OS: Windows 10)", R"(PE32, O%WINDIR%\10)"}};
  add(payload());
  for (const auto& [sent, kept] : names) {
    const Reply reply = client.post("/attributes/add/" + kEvent,
                                    "{\"type\":\"filename\",\"value\":" + json_text(sent) + "}");
    EXPECT_STREQ(reply["Attribute"]["value"].GetString(), kept);
  }
  EXPECT_EQ(client
                .post("/attributes/add/" + kEvent,
                      "{\"type\":\"filename\",\"value\":" +
                          json_text(R"(C:\Users\a\AppData\Roaming\Microsoft\UProof\b.dat)") + "}")
                .status,
            403);
}

TEST_F(SimulatedMisp, E32ValuesAreNormalisedOrRefused) {
  struct Case {
    const char *type, *sent, *kept;  // kept: empty where it is refused
  };
  const Case cases[] = {{"sha256", "ABC", ""},
                        {"tlsh", "TNULL", ""},
                        {"tlsh", "T1A5C30F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F0F",
                         "t1a5c30f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"},
                        {"ip-dst", "999.1.1.1", ""},
                        {"ip-dst", "192.0.2.78:443", ""},
                        {"ip-dst", "[2001:db8::5]", ""},
                        {"ip-dst", "192.0.2.77/32", "192.0.2.77"},
                        {"ip-dst", "192.0.2.0/24", "192.0.2.0/24"},
                        {"ip-dst", "2001:0DB8:0000::0001", "2001:db8::1"},
                        {"domain", "not a domain", ""},
                        {"domain", "defanged[.]Example", "defanged.example"},
                        {"domain", "  ws.example \n", "ws.example"},
                        {"domain", "trailing.example.", "trailing.example"},
                        {"domain", "пример.рф", "xn--e1afmkfd.xn--p1ai"},
                        {"hostname", "under_score.example.com", "under_score.example.com"},
                        {"url", "hxxp://def.example/a", "http://def.example/a"},
                        {"url", "HTTP://Upper.Example/Path", "HTTP://Upper.Example/Path"},
                        {"port", "70000", ""},
                        {"port", "0443", "0443"},
                        {"domain", "", ""}};
  add("{\"info\":\"x\",\"uuid\":\"" + kEvent + "\"}");
  for (const auto& [type, sent, kept] : cases) {
    std::string value = json_text(sent);
    if (const std::size_t end = value.find('\n'); end != std::string::npos)
      value.replace(end, 1, "\\n");
    const Reply reply =
        client.post("/attributes/add/" + kEvent,
                    "{\"type\":\"" + std::string(type) + "\",\"value\":" + value + "}");
    if (*kept)
      EXPECT_STREQ(reply.status == 200 ? reply["Attribute"]["value"].GetString() : "refused", kept);
    else
      EXPECT_TRUE(reply.status == 403 && reply["errors"].HasMember("value")) << sent;
  }
}

TEST_F(SimulatedMisp, E32bAttributesAddSaysWhatEventsAddDrops) {
  add(payload());
  const std::string path = "/attributes/add/" + kEvent;
  EXPECT_TRUE(
      client.post(path, R"({"type":"url","value":"http://c2.example/a"})")["errors"].HasMember(
          "value"));
  EXPECT_TRUE(
      client.post(path, attribute(kUrl, "url", "http://d.example"))["errors"].HasMember("uuid"));
  const Reply mixed = client.post(
      path, R"([{"type":"sha256","value":"bad"},{"type":"domain","value":"good.example"}])");
  EXPECT_EQ(mixed.status, 200);
  EXPECT_STREQ(mixed["Attribute"]["value"].GetString(), "good.example");
  EXPECT_TRUE(mixed["errors"].HasMember("attribute_0"));
  EXPECT_EQ(client.post(path, R"([{"type":"sha256","value":"bad"}])").status, 403);
}

}  // namespace
}  // namespace rulemap::simulated::tests
