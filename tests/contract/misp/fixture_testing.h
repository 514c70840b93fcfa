// What the tests of the simulated MISP server have in common.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "contract/misp/client_testing.h"
#include "contract/misp/simulated_misp.h"

namespace rulemap::simulated::tests {

inline const std::string kEvent = "b752656e-b4b8-5ccf-9c35-d589fbf5be98";
inline const std::string kFile = "d64e0229-127e-53cc-b023-3d8bcc75dbad";
inline const std::string kSha256 = "cd7bdf90-dc73-5403-a21d-0e6a780a8581";
inline const std::string kName = "58affde6-b6d1-5aad-870c-bb99e46de8d0";
inline const std::string kUrl = "2f59bbd1-0705-5b72-bd07-e8b33a8c2df9";
inline const std::string kLink = "5e30771b-c9b0-5839-aa57-03a868da564b";
inline const std::string kNobody = "988b5dcd-5e89-5777-9a94-126b2bbbde34";
inline const std::string kInjection =
    "misp-galaxy:mitre-attack-pattern=\"Process Injection - T1055\"";

// A text as JSON writes it.
inline std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char each : text)
    out += each == '"' || each == '\\' ? std::string("\\") + each : std::string(1, each);
  return out + "\"";
}
inline std::string tag(std::string_view name) { return "{\"name\":" + json_text(name) + "}"; }

inline std::string object_head(const std::string& uuid) {
  return "\"uuid\":\"" + uuid +
         R"(","name":"file","meta-category":"file","description":"A file","template_version":"25",)"
         R"("template_uuid":"688c46fb-5edb-40a3-8273-1af7923e2215","distribution":5)";
}

inline std::string attribute(const std::string& uuid, const std::string& type,
                             const std::string& value, const std::string& more = "") {
  return "{\"uuid\":\"" + uuid + "\",\"object_relation\":\"" + type + "\",\"type\":\"" + type +
         "\",\"value\":" + json_text(value) + more + "}";
}

inline const std::string kHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

// A file with a hash and a name, a url, and a reference between them.
inline std::string payload(const std::string& more = "") {
  return "{\"uuid\":\"" + kEvent + "\",\"info\":\"A case\",\"date\":\"2026-11-20\"" + more +
         ",\"Attribute\":[" + attribute(kUrl, "url", "http://c2.example/a") + "],\"Object\":[{" +
         object_head(kFile) + ",\"Attribute\":[" + attribute(kSha256, "sha256", kHash) + "," +
         attribute(kName, "filename", "a.exe") + "],\"ObjectReference\":[{\"uuid\":\"" + kLink +
         "\",\"referenced_uuid\":\"" + kUrl + "\",\"relationship_type\":\"contacts\"}]}]}";
}

class SimulatedMisp : public ::testing::Test {
 protected:
  Reply add(const std::string& body, std::string_view key = kSiteAdminKey) {
    return client.with(key).post("/events/add", body);
  }
  Reply edit(const std::string& body, std::string_view key = kSiteAdminKey,
             const std::string& uuid = kEvent) {
    return client.with(key).post("/events/edit/" + uuid, body);
  }
  Reply view(const std::string& options = "", std::string_view key = kSiteAdminKey,
             const std::string& uuid = kEvent) {
    return client.with(key).get("/events/view/" + uuid + options + ".json");
  }
  // How often a text stands in the snapshot of the event.
  int stored(const std::string& text, const std::string& uuid = kEvent) {
    const std::string all = misp.snapshot(uuid);
    int out = 0;
    for (std::size_t at = 0; (at = all.find(text, at)) != std::string::npos; ++at) ++out;
    return out;
  }

  simulated::SimulatedMisp misp;
  Client client{misp};
};

}  // namespace rulemap::simulated::tests
