#include <zlib.h>

#include "contract/misp/fixture_testing.h"

namespace rulemap::simulated::tests {
namespace {

const Headers kNoAccept = {{"Accept", ""}};

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST_F(SimulatedMisp, E01VersionSaysRolesAndGzip) {
  const Reply reply = client.get("/servers/getVersion");
  EXPECT_EQ(reply.status, 200);
  EXPECT_STREQ(reply["version"].GetString(), "2.5.1");
  EXPECT_STREQ(reply["request_encoding"][0u].GetString(), "gzip");
  EXPECT_FALSE(client.with(kUserKey).get("/servers/getVersion")["perm_sync"].GetBool());
}

TEST_F(SimulatedMisp, E02WithoutJsonAcceptEvenAValidKeyIsSentToTheLogin) {
  const Reply reply = client.get("/servers/getVersion", kNoAccept);
  EXPECT_EQ(reply.status, 302);
  EXPECT_EQ(reply.headers.at("location"), misp.url() + "/users/login");
  EXPECT_EQ(reply.body, "");
  EXPECT_EQ(client.get("/servers/getVersion", {{"Accept", "text/html"}}).status, 302);
  EXPECT_EQ(client.get("/servers/getVersion.json", {{"Accept", "*/*"}}).status, 200);
}

TEST_F(SimulatedMisp, E03MeSaysTheRole) {
  const Reply reply = client.with(kUserKey).get("/users/view/me.json");
  EXPECT_FALSE(reply["Role"]["perm_tag_editor"].GetBool());
  EXPECT_FALSE(reply["Role"]["perm_publish"].GetBool());
  EXPECT_TRUE(reply["Role"]["perm_tagger"].GetBool());
  EXPECT_EQ(reply["Organisation"]["uuid"].GetString(), own_organisation().uuid);
}

TEST_F(SimulatedMisp, E04KeysThatAreNone) {
  for (const std::string key : {"abc", "", "0000000000000000000000000000000000000000"}) {
    const Reply reply = client.with(key).get("/servers/getVersion");
    EXPECT_EQ(reply.status, 403) << key;
    EXPECT_NE(reply.message().find("Authentication failed. Please"), std::string::npos);
  }
  EXPECT_EQ(client.with("Bearer " + std::string(kUserKey)).get("/servers/getVersion").status, 403);
  EXPECT_EQ(client.with(kDisabledKey).get("/servers/getVersion").message(),
            "Authentication failed. Your user account has been disabled.");
}

TEST_F(SimulatedMisp, E20rReadersMayNotAdd) {
  const Reply reply = add("{\"info\":\"x\"}", kReadOnlyKey);
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(reply.message(), "You do not have permission to use this functionality.");
}

TEST_F(SimulatedMisp, E20gBodiesThatAreNoJsonAre405) {
  for (const std::string body : {"{\"Event\":", "{\"info\":\"\xff\"}", "{\"info\":\"\\ud800\"}"})
    EXPECT_EQ(add(body).status, 405) << body;
  EXPECT_NE(add("{").message().find("Invalid JSON input."), std::string::npos);
}

TEST_F(SimulatedMisp, E20sBodiesThatAreNotCalledJsonAreNoBodies) {
  for (const char* type : {"text/plain", ""})
    EXPECT_EQ(client.post("/events/add", "{\"info\":\"x\"}", {{"Content-Type", type}}).message(),
              "No valid event data received.");
  EXPECT_EQ(client
                .post("/events/add", "{\"info\":\"x\"}",
                      {{"Content-Type", "application/json; charset=utf-8"}})
                .status,
            200);
}

TEST_F(SimulatedMisp, E70UnknownRoutesAre404) {
  EXPECT_EQ(client.get("/nosuch/thing.json").status, 404);
  EXPECT_EQ(client.get("/events/nosuch.json").message(), "Not Found");
  EXPECT_EQ(client.get("//servers/getVersion").status, 200);
  EXPECT_EQ(client.get("/index.php/servers/getVersion").status, 200);
}

TEST_F(SimulatedMisp, E70cAWrongMethodIsAnsweredWithADescriptionAndA200) {
  for (const char* method : {"GET", "PUT", "PATCH", "OPTIONS"}) {
    const Reply reply = client.send(method, "/events/add", "{\"info\":\"x\"}");
    EXPECT_EQ(reply.status, 200) << method;
    EXPECT_TRUE(reply.json->HasMember("mandatory_fields")) << method;
    EXPECT_FALSE(reply.json->HasMember("Event")) << method;
  }
  EXPECT_FALSE(misp.has_event("1"));
}

TEST_F(SimulatedMisp, E71GzipBodies) {
  const std::string packed = gzipped(payload());
  const Headers headers = {{"Content-Encoding", "gzip"}};
  EXPECT_EQ(client.post("/events/add", packed, headers).status, 200);
  EXPECT_TRUE(misp.has_event(kEvent));
  EXPECT_EQ(misp.requests().back().body_bytes, packed.size());
  EXPECT_EQ(misp.requests().back().body, payload());
  EXPECT_EQ(client.post("/events/add", "not gzip", headers).message(), "Invalid compressed data.");
  EXPECT_EQ(client.post("/events/add", "{}", {{"Content-Encoding", "zstd"}}).status, 400);
}

TEST_F(SimulatedMisp, E71AServerWithoutGzipSaysSoAndRefusesIt) {
  Settings settings = misp.settings();
  settings.takes_gzip = false;
  misp.set(settings);
  EXPECT_EQ(client.get("/servers/getVersion")["request_encoding"].Size(), 0u);
  EXPECT_EQ(client.post("/events/add", gzipped(payload()), {{"Content-Encoding", "gzip"}}).status,
            400);
}

TEST_F(SimulatedMisp, E71eChunkedBodiesAndExpectContinue) {
  EXPECT_EQ(client.post("/events/add", payload(), {{"Transfer-Encoding", "chunked"}}).status, 200);
  EXPECT_TRUE(misp.has_event(kEvent));
  EXPECT_EQ(client.post("/events/edit/" + kEvent, payload(), {{"Expect", "100-continue"}}).status,
            200);
}

TEST_F(SimulatedMisp, E72SearchesAreLimitedForRolesThatAre) {
  const Client limited = client.with(kRateLimitedKey);
  for (int left = 4; left >= 0; --left)
    EXPECT_EQ(limited.post("/events/restSearch", "{}").headers.at("x-rate-limit-remaining"),
              std::to_string(left));
  const Reply reply = limited.post("/events/restSearch", "{}");
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.headers.count("retry-after"), 0u);
  EXPECT_EQ(reply.headers.at("x-rate-limit-reset"), "900");
  EXPECT_EQ(limited.get("/servers/getVersion").status, 200);
  misp.advance(900);
  EXPECT_EQ(limited.post("/events/restSearch", "{}").status, 200);
}

TEST_F(SimulatedMisp, E75bTheWebServersLimitIsHtmlWithJsonBehindIt) {
  Settings settings = misp.settings();
  settings.max_body = 100;
  misp.set(settings);
  const Reply reply = add(payload());
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(reply.headers.at("content-type"), "text/html; charset=iso-8859-1");
  EXPECT_TRUE(reply.body.starts_with("<html>"));
  EXPECT_FALSE(misp.has_event(kEvent));
}

TEST_F(SimulatedMisp, E80NumbersAsStrings) {
  Settings settings = misp.settings();
  settings.numbers_as_strings = true;
  misp.set(settings);
  const Reply reply = add(payload());
  EXPECT_TRUE(reply.event()["id"].IsString());
  EXPECT_TRUE(reply.event()["timestamp"].IsString());
  EXPECT_TRUE(reply.event()["published"].IsBool());
}

TEST_F(SimulatedMisp, E81ADatabaseThatIsDownIs500) {
  Settings settings = misp.settings();
  settings.database_down = true;
  misp.set(settings);
  EXPECT_EQ(client.get("/servers/getVersion").message(), "An Internal Error Has Occurred.");
}

TEST_F(SimulatedMisp, E82MaintenanceLooksLikeALogin) {
  Settings settings = misp.settings();
  settings.maintenance = true;
  misp.set(settings);
  EXPECT_EQ(client.with(kUserKey).get("/servers/getVersion").status, 302);
  EXPECT_EQ(add(payload(), kUserKey).status, 302);
  EXPECT_EQ(client.get("/servers/getVersion").status, 200);
}

TEST_F(SimulatedMisp, AProxysLoginPageIsA200) {
  Settings settings = misp.settings();
  settings.login_page = true;
  misp.set(settings);
  const Reply reply = client.get("/servers/getVersion");
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("<form"), std::string::npos);
}

TEST_F(SimulatedMisp, AFolderStandsBeforeEveryPath) {
  Settings settings;
  settings.base_path = "/misp";
  settings.base_url = "https://misp.example.org/misp";
  const simulated::SimulatedMisp below(settings);
  const Client there(below);
  EXPECT_TRUE(below.url().ends_with("/misp"));
  EXPECT_EQ(there.get("/servers/getVersion").status, 200);
  there.post("/events/add", payload());
  EXPECT_EQ(there.post("/events/add", payload()).headers.at("location"),
            "https://misp.example.org/misp/events/1");
}

TEST_F(SimulatedMisp, E134OnlyAgentsOfMispGetNarrowJson) {
  add(payload());
  const std::string path = "/events/view/" + kEvent + ".json";
  for (const char* agent : {"MISP-recipe/1", "PyMISP 2"})
    EXPECT_EQ(client.get(path, {{"User-Agent", agent}}).body.find('\n'), std::string::npos);
  for (const char* agent : {"curl", "XMISP", "misp", "pymisp"})
    EXPECT_NE(client.get(path, {{"User-Agent", agent}}).body.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace rulemap::simulated::tests
