// Whole runs of a pipeline that reads events of a simulated MISP server, over real sockets, with
// one state folder for all of them.
#pragma once

#include <rapidjson/document.h>

#include "contract/push_testing.h"

namespace rulemap::contract {

inline std::string uuid_of(int number) {
  const std::string digits = std::to_string(number);
  return "6477a023-526d-4b3d-883d-" + std::string(12 - digits.size(), '0') + digits;
}

// An attribute as a body of events/add has it.
inline std::string attribute(int number, const std::string& type, const std::string& value,
                             const std::string& more = "") {
  return R"({"uuid":")" + uuid_of(number) + R"(","type":")" + type + R"(","value":")" + value +
         "\"" + more + "}";
}

class EventsTest : public PushTest {
 protected:
  // more: members of the event, each with a comma before it.
  std::string make_event(int number, const std::string& attributes, const std::string& more = "",
                         std::string_view key = simulated::kSiteAdminKey) {
    misp_.advance(10);
    const auto made = misp_.ask("POST", "/events/add",
                                R"({"uuid":")" + uuid_of(number) + R"(","info":"Event )" +
                                    std::to_string(number) + "\"" + more + R"(,"Attribute":[)" +
                                    attributes + "]}",
                                key);
    EXPECT_EQ(made.status, 200) << made.body;
    rapidjson::Document event;
    event.Parse(made.body.c_str());
    const auto& id = event["Event"]["id"];
    return id.IsString() ? id.GetString() : std::to_string(id.GetInt());
  }

  // with: the options that say which events; of_case: the source's case; sinks: more of them.
  engine::RunReport read(const std::string& with, const std::string& sinks = "",
                         const std::string& of_case = "by: misp.event, tlp: green") {
    ::setenv("MISP_KEY", key_.c_str(), 1);
    std::ofstream(folder_ / "events.yaml")
        << "pipeline: events\nversion: 1\nsecrets: { key: { env: MISP_KEY } }\n"
        << "sources: [ { id: events, use: misp.events, with: { url: \"" << url()
        << "\", key: \"${secrets.key}\", " << with << " }, case: { " << of_case << " } } ]\n"
        << "steps: [ " << steps_ << " ]\nsinks:\n"
        << "  - { id: table, use: table.jsonl, with: { path: out.jsonl } }\n"
        << sinks;
    log_.clear();
    engine::Registry registry;
    for (const char* plugin : {"table", "misp"}) {
      EXPECT_TRUE(registry.load(std::string(RULEMAP_PLUGIN_DIR) + "/" + plugin + ".so").ok());
    }
    engine::LoadSettings settings;
    settings.clock = &clock_;
    settings.log = [&](std::uint32_t, std::string_view, std::string_view line) {
      log_.emplace_back(line);
    };
    auto loaded = engine::load_pipeline((folder_ / "events.yaml").string(), registry, settings);
    problems_ = loaded.diagnostics.text();
    if (!loaded.pipeline) return {};
    options_.state_folder = (folder_ / "state").string();
    options_.fresh = fresh_;
    return engine::run(*loaded.pipeline, options_);
  }

  // Of what the last run wrote: "TYPE VALUE", in the order of the file.
  std::vector<std::string> records(const std::string& field = "") const {
    std::vector<std::string> out;
    std::ifstream file(folder_ / "out.jsonl");
    for (std::string line; std::getline(file, line);) {
      rapidjson::Document record;
      record.Parse(line.c_str());
      const auto text = [&](const std::string& name) {
        const auto found = record.FindMember(name.c_str());
        return found == record.MemberEnd() || !found->value.IsString()
                   ? std::string()
                   : std::string(found->value.GetString());
      };
      out.push_back(field.empty() ? text("ioc.type") + " " + text("ioc.value") : text(field));
    }
    return out;
  }
  using Records = std::vector<std::string>;

  std::string key_ = std::string(simulated::kUserKey);
  std::string steps_;
  bool fresh_ = true;  // false: goes on with a run that did not reach its end
  std::string problems_;
};

}  // namespace rulemap::contract
