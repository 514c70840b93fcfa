#include <fstream>

#include "contract/misp/fixture_testing.h"

namespace rulemap::simulated::tests {
namespace {

const Headers kAjax = {{"X-Requested-With", "XMLHttpRequest"}};

class SimulatedMispTags : public SimulatedMisp {
 protected:
  SimulatedMispTags() {
    one = misp.add_cluster("mitre-attack-pattern", "Process Injection - T1055");
    two = misp.add_cluster("sigma-rules", "7Zip Compressing Dump Files");
    misp.ask("POST", "/events/add", payload());
  }
  Reply attach(const std::string& ids, std::string_view key = kUserKey,
               const Headers& headers = kAjax) {
    return client.with(key).post("/galaxies/attachMultipleClusters/" + kEvent + "/event",
                                 "{\"Galaxy\":{\"target_ids\":" + ids + "}}", headers);
  }
  Reply attach_one(const std::string& to, int id, std::string_view key = kUserKey) {
    return client.with(key).post("/galaxies/attachCluster/" + to,
                                 "{\"Galaxy\":{\"target_id\":" + std::to_string(id) + "}}");
  }
  Reply attach_tag(const std::string& uuid, const std::string& tag, std::string_view key) {
    return client.with(key).post("/tags/attachTagToObject",
                                 "{\"uuid\":\"" + uuid + "\",\"tag\":" + tag + "}");
  }
  std::string ids(std::initializer_list<int> all) {
    std::string out;
    for (const int each : all) out += (out.empty() ? "\"[" : ",") + std::to_string(each);
    return out + "]\"";
  }
  Cluster one, two;
};

TEST_F(SimulatedMispTags, E41bUserRoleLosesUnknownTagsSilently) {
  const Reply reply = edit("{\"Tag\":[" + tag(kInjection) + "],\"Attribute\":[{\"uuid\":\"" + kUrl +
                               "\",\"Tag\":[" + tag("tlp:green") + "]}]}",
                           kUserKey);
  EXPECT_EQ(reply.status, 200);
  EXPECT_FALSE(reply.event().HasMember("Tag"));
  EXPECT_EQ(stored(" tag "), 0);
  EXPECT_FALSE(misp.has_tag(kInjection));
}

TEST_F(SimulatedMispTags, E41sUsedTagsPassAlsoWithoutTagger) {
  misp.create_tag(kInjection);
  EXPECT_EQ(edit("{\"Tag\":[" + tag(kInjection) + "]}", kNoTaggerKey).status, 200);
  EXPECT_EQ(stored(" tag " + kInjection), 1);
}

TEST_F(SimulatedMispTags, E41fTagsMatchInAnyCaseAndAreNotTrimmed) {
  edit("{\"Tag\":[" + tag("tlp:green") + "," + tag("TLP:GREEN") + "," + tag(" tlp:green ") + "," +
       tag("") + "]}");
  EXPECT_EQ(stored(" tag tlp:green\n"), 1);
  EXPECT_EQ(stored(" tag "), 2);
}

TEST_F(SimulatedMispTags, E41hATagMayBeOneMapButNoListOfTexts) {
  EXPECT_EQ(edit("{\"Tag\":" + tag("tlp:green") + "}").status, 200);
  EXPECT_EQ(stored(" tag "), 1);
  EXPECT_EQ(edit("{\"info\":\"changed\",\"Tag\":[\"tlp:red\"]}").status, 500);
  EXPECT_EQ(stored("changed"), 0);
}

TEST_F(SimulatedMispTags, E41pTagsAreCutTo255) {
  edit("{\"Tag\":[" + tag(std::string(300, 'x')) + "]}");
  EXPECT_EQ(stored(" tag " + std::string(255, 'x') + "\n"), 1);
}

TEST_F(SimulatedMispTags, E21AGalaxyTagIsTheAttachment) {
  edit("{\"Tag\":[" + tag(kInjection) + "],\"Attribute\":[{\"uuid\":\"" + kUrl + "\",\"Tag\":[" +
       tag(kInjection) + "]}]}");
  const Reply reply = view();
  const Json& galaxy = reply.event()["Galaxy"][0u];
  EXPECT_STREQ(galaxy["type"].GetString(), "mitre-attack-pattern");
  EXPECT_EQ(galaxy["GalaxyCluster"][0u]["id"].GetInt(), one.id);
  EXPECT_EQ(reply.event()["Attribute"][0u]["Galaxy"].Size(), 1u);
  const Reply bare = view("/excludeGalaxy:1");
  EXPECT_EQ(bare.event()["Galaxy"].Size(), 0u);
  EXPECT_EQ(bare.event()["Tag"].Size(), 1u);
}

TEST_F(SimulatedMispTags, E41dATagOfNoClusterIsKeptWithoutAGalaxy) {
  edit("{\"Tag\":[" + tag("misp-galaxy:mitre-attack-pattern=\"No such - T0\"") + "]}");
  const Reply reply = view();
  EXPECT_TRUE(reply.event()["Tag"][0u]["is_galaxy"].GetBool());
  EXPECT_EQ(reply.event()["Galaxy"].Size(), 0u);
}

TEST_F(SimulatedMispTags, E42AttachingTagsSaysWhatIsRefused) {
  const std::string name = json_text(kInjection);
  EXPECT_EQ(attach_tag(kEvent, name, kUserKey).status, 403);
  EXPECT_EQ(attach_tag(kEvent, name, kSiteAdminKey).status, 200);
  EXPECT_NE(attach_tag(kEvent, name, kUserKey).message().find("already has"), std::string::npos);
  EXPECT_EQ(attach_tag(kUrl, name, kUserKey).status, 200);
  EXPECT_EQ(attach_tag(kFile, name, kSiteAdminKey).message(), "Invalid Target.");
  EXPECT_EQ(attach_tag(kNobody, name, kSiteAdminKey).status, 404);
  EXPECT_EQ(attach_tag(kUrl, name, kNoTaggerKey).status, 403);
  EXPECT_EQ(attach_tag(kEvent, name, kOtherOrgKey).status, 403);
  EXPECT_EQ(attach_tag(kEvent, "[\"tlp:amber\",\"tlp:red\"]", kSiteAdminKey).status, 200);
  EXPECT_EQ(stored(" tag tlp:"), 2);
  EXPECT_EQ(client.post("/tags/attachTagToObject", "{\"uuid\":\"" + kEvent + "\"}").status, 405);
  EXPECT_EQ(client.get("/tags/attachTagToObject").status, 405);
}

TEST_F(SimulatedMispTags, E43RemovingATagLeavesNoTrace) {
  misp.tag(kUrl, "tlp:green");
  const std::string body = "{\"uuid\":\"" + kUrl + "\",\"tag\":\"tlp:green\"}";
  EXPECT_EQ(client.post("/tags/removeTagFromObject", body).status, 200);
  EXPECT_EQ(client.post("/tags/removeTagFromObject", body).status, 404);
  EXPECT_EQ(stored("tlp:green"), 0);
}

TEST_F(SimulatedMispTags, E15dTagsAreFoundOnceUsedAndByABodyOnly) {
  const std::string body = "{\"tag\":[" + json_text(kInjection) + "]}";
  EXPECT_EQ(client.post("/tags/search", body).json->Size(), 0u);
  misp.create_tag(kInjection);
  const Reply reply = client.post("/tags/search", body);
  ASSERT_EQ(reply.json->Size(), 1u);
  EXPECT_EQ((*reply.json)[0u]["GalaxyCluster"]["id"].GetInt(), one.id);
  EXPECT_EQ(client.get("/tags/search/tlp:green").json->Size(), 0u);
}

TEST_F(SimulatedMispTags, E43eRoleUserMakesNoTags) {
  EXPECT_EQ(client.with(kUserKey).post("/tags/add", "{\"name\":\"a\"}").status, 403);
  EXPECT_STREQ(client.post("/tags/add", "{\"name\":\"a\"}")["Tag"]["name"].GetString(), "a");
}

TEST_F(SimulatedMispTags, E44AttachingAClusterMakesItsTag) {
  const Reply reply = attach_one(kEvent + "/event", one.id);
  EXPECT_STREQ(reply["success"].GetString(), "Cluster attached.");
  EXPECT_TRUE(misp.has_tag(one.tag_name));
  EXPECT_STREQ(attach_one("1/event", one.id)["success"].GetString(), "Cluster already attached.");
  EXPECT_EQ(attach_one("1/event", 99999999).status, 404);
  EXPECT_EQ(attach_one("1/event", one.id, kNoTaggerKey).status, 403);
  EXPECT_EQ(client
                .post("/galaxies/attachCluster/1/event",
                      "{\"Galaxy\":{\"target_id\":\"" + one.uuid + "\"}}")
                .message(),
            "Invalid Galaxy cluster");
}

TEST_F(SimulatedMispTags, E44jAnAttributesUuidIsReadAsTheNumberInFront) {
  const std::string trap = "2aba37aa-a56c-5ae5-bb1d-8f66d87c7c8b";
  edit("{\"Attribute\":[" + attribute(trap, "domain", "trap.example") + "]}");
  const Reply second = client.get("/attributes/view/2.json");
  EXPECT_STREQ(attach_one(trap + "/attribute", one.id)["success"].GetString(), "Cluster attached.");
  EXPECT_EQ(stored("attribute " + trap + " tag"), 0);
  EXPECT_EQ(stored("attribute " + std::string(second["Attribute"]["uuid"].GetString()) + " tag"),
            1);
  EXPECT_EQ(attach_one("d" + trap.substr(1) + "/attribute", one.id).status, 404);
}

TEST_F(SimulatedMispTags, E103ManyClustersAtOnce) {
  EXPECT_STREQ(attach(ids({one.id, two.id}))["success"].GetString(), "Cluster attached.");
  EXPECT_EQ(stored("event " + kEvent + " tag"), 2);
  // What was attached so may be used by the same key from now on.
  edit("{\"Attribute\":[{\"uuid\":\"" + kUrl + "\",\"Tag\":[" + tag(one.tag_name) + "]}]}",
       kUserKey);
  EXPECT_EQ(stored("attribute " + kUrl + " tag"), 1);
}

TEST_F(SimulatedMispTags, E120WithoutTheHeaderItIsDoneAndSentElsewhere) {
  const Reply reply = attach(ids({one.id}), kUserKey, {});
  EXPECT_EQ(reply.status, 302);
  EXPECT_EQ(reply.headers.at("location"), misp.url() + "/");
  EXPECT_EQ(stored(" tag "), 1);
}

TEST_F(SimulatedMispTags, E120bFormsOfTheListOfIds) {
  EXPECT_EQ(attach("[" + std::to_string(one.id) + "]").status, 500);
  EXPECT_EQ(text_of(*attach("\"[]\"").json, "errors"), "No clusters picked.");
  EXPECT_EQ(text_of(*attach("\"\"").json, "errors"), "Failed to parse request.");
  EXPECT_EQ(attach("\"1,2\"").status, 405);
  EXPECT_EQ(text_of(*client
                         .post("/galaxies/attachMultipleClusters/1/event",
                               "{\"target_ids\":\"[1]\"}", kAjax)
                         .json,
                    "errors"),
            "Failed to parse request.");
  EXPECT_EQ(attach("\"[\\\"" + std::to_string(one.id) + "\\\"]\"").status, 200);
  EXPECT_EQ(stored(" tag "), 1);
}

TEST_F(SimulatedMispTags, E120cABadIdStopsBehindThoseBeforeIt) {
  EXPECT_EQ(attach(ids({one.id, 99999999, two.id})).status, 404);
  EXPECT_EQ(stored(one.tag_name), 1);
  EXPECT_EQ(stored(two.tag_name), 0);
}

TEST_F(SimulatedMispTags, E120eTheAnswerIsTheLastOnes) {
  attach(ids({one.id}));
  EXPECT_STREQ(attach(ids({two.id, one.id}))["success"].GetString(), "Cluster already attached.");
  EXPECT_EQ(stored(" tag "), 2);
}

TEST_F(SimulatedMispTags, E120fWhoMayNot) {
  EXPECT_EQ(attach(ids({one.id}), kNoTaggerKey).status, 403);
  EXPECT_EQ(attach(ids({one.id}), kReadOnlyKey).status, 403);
  EXPECT_EQ(attach(ids({one.id}), kOtherOrgKey).message(),
            "No permission to attach this cluster to given target.");
  misp.remove_event(kEvent, false);
  EXPECT_EQ(attach(ids({one.id})).message(), "Invalid event.");
  EXPECT_EQ(stored(" tag "), 0);
}

TEST_F(SimulatedMispTags, E120qTheHeaderWithoutAcceptIs401) {
  Headers headers = kAjax;
  headers["Accept"] = "";
  EXPECT_EQ(attach(ids({one.id}), kUserKey, headers).status, 401);
}

TEST_F(SimulatedMispTags, E120rAttachingUnpublishesUnlessNothingWasNew) {
  misp.publish(kEvent);
  attach(ids({one.id}));
  EXPECT_FALSE(misp.is_published(kEvent));
  misp.publish(kEvent);
  attach(ids({one.id}));
  EXPECT_TRUE(misp.is_published(kEvent));
}

TEST_F(SimulatedMispTags, E122ClustersToSelectedAttributes) {
  const Reply reply = client.post(
      "/galaxies/attachMultipleClusters/selected/attribute",
      "{\"Galaxy\":{\"target_ids\":" + ids({one.id, two.id}) + ",\"attribute_ids\":\"[1,2]\"}}",
      kAjax);
  EXPECT_STREQ(reply["success"].GetString(), "Cluster attached.");
  EXPECT_EQ(stored(" tag "), 4);
}

TEST_F(SimulatedMispTags, E183NumbersOfClustersChangeWithTheirUpdates) {
  const int old = one.id;
  one = *misp.renumber_cluster("mitre-attack-pattern", "Process Injection - T1055");
  EXPECT_EQ(attach(ids({old})).status, 404);
  EXPECT_EQ(attach(ids({one.id})).status, 200);
}

TEST_F(SimulatedMispTags, E100cTheTableOfClusters) {
  const std::string path = "/galaxy_clusters/index/";
  const std::string id = std::to_string(misp.galaxy_id("sigma-rules"));
  const Reply all = client.post(path + id, "{\"context\":\"all\"}");
  ASSERT_EQ(all.json->Size(), 1u);
  const Json& cluster = (*all.json)[0u]["GalaxyCluster"];
  EXPECT_EQ(cluster["id"].GetInt(), two.id);
  EXPECT_EQ(cluster["tag_name"].GetString(), two.tag_name);
  EXPECT_EQ(client.post(path + "9cf7cd2e-d5f1-48c4-9909-7896ba1c96b2", "{\"context\":\"all\"}")
                .json->Size(),
            1u);
  EXPECT_EQ(client.post(path + id, "{\"context\":\"all\",\"searchall\":\"nothing\"}").json->Size(),
            0u);
}

TEST_F(SimulatedMispTags, E10cGalaxiesAreFilteredByAPost) {
  const Reply found = client.post("/galaxies", "{\"value\":\"sigma\"}");
  ASSERT_EQ(found.json->Size(), 1u);
  EXPECT_STREQ((*found.json)[0u]["Galaxy"]["type"].GetString(), "sigma-rules");
  EXPECT_EQ(client.get("/galaxies.json").json->Size(), 2u);
  EXPECT_EQ(client.get("/galaxies/view/104.json")["GalaxyCluster"].Size(), 1u);
  EXPECT_EQ(client.get("/galaxies/view/999999").message(), "Invalid Galaxy.");
}

TEST_F(SimulatedMispTags, ClustersComeFromFilesOfMispGalaxy) {
  const std::string file = ::testing::TempDir() + "simulated_misp_clusters.json";
  std::ofstream(file) << R"({"uuid":"7a1b2c3d-0000-4000-8000-00000000000a","version":7,"values":[)"
                      << R"({"value":"A - T1","uuid":"7a1b2c3d-0000-4000-8000-00000000000b"},)"
                      << R"({"value":"without a uuid"}]})";
  EXPECT_EQ(misp.load_clusters("mitre-attack-pattern", file), 1);
  EXPECT_EQ(misp.cluster("mitre-attack-pattern", "A - T1")->tag_name,
            "misp-galaxy:mitre-attack-pattern=\"A - T1\"");
  EXPECT_EQ(misp.load_clusters("mitre-attack-pattern", file + ".absent"), -1);
}

class SimulatedMispImport : public SimulatedMisp {
 protected:
  Reply import(const std::string& version, const std::string& value = "Own rule",
               const std::string& more = kGalaxy, std::string_view key = kUserKey) {
    return client.with(key).post("/galaxies/import",
                                 "[{\"GalaxyCluster\":{\"uuid\":\"" + kCluster + "\",\"value\":\"" +
                                     value + "\",\"version\":" + version + more + "}}]");
  }
  static inline const std::string kCluster = "c1b7fdc9-5133-598f-a52a-b7546f233181";
  static inline const std::string kGalaxy =
      ",\"collection_uuid\":\"b5a61a5a-a166-5d99-af54-64edd8dd31f6\",\"Galaxy\":{\"uuid\":"
      "\"b5a61a5a-a166-5d99-af54-64edd8dd31f6\",\"name\":\"Own\",\"type\":\"own-rules\"}";
};

TEST_F(SimulatedMispImport, E60ImportedClustersAreTaggedByTheirUuid) {
  EXPECT_EQ(import("1").message(), "Galaxy clusters imported. 1 imported, 0 ignored, 0 failed. ");
  EXPECT_EQ(misp.cluster("own-rules", "Own rule")->tag_name,
            "misp-galaxy:own-rules=\"" + kCluster + "\"");
  EXPECT_NE(import("\"1\"").message().find("1 ignored"), std::string::npos);
  EXPECT_NE(import("\"2\"", "Renamed").message().find("1 imported"), std::string::npos);
  EXPECT_TRUE(misp.cluster("own-rules", "Renamed"));
}

TEST_F(SimulatedMispImport, E60gWhatAnImportNeeds) {
  EXPECT_EQ(import("1", "x", "").status, 500);
  EXPECT_EQ(import("1", "x", kGalaxy, kReadOnlyKey).status, 403);
  EXPECT_EQ(client.post("/galaxies/import", "").status, 200);
}

TEST_F(SimulatedMispImport, E172gShippedClustersAreNotTakenOver) {
  misp.add_cluster("sigma-rules", "Shipped", kCluster);
  EXPECT_EQ(import("99999999").status, 403);
  EXPECT_TRUE(misp.cluster("sigma-rules", "Shipped"));
}

}  // namespace
}  // namespace rulemap::simulated::tests
