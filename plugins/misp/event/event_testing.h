// Verbs for tests: a case of rows through the sink, and what stands in the event's file then.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "rulemap/testing/harness.h"

extern "C" const rulemap_entry rulemap_entry_misp;

namespace rulemap::misp {

using Json = host::Json;

inline constexpr const char* kSha256 =
    "db0c2b027ace155f07748aa4ff85e5cdd4e623c88bf55f349f5dbf9de570ea17";
inline constexpr const char* kSha1 = "c9d52125b731dadc1195e7fb40de536d73bae4aa";
inline constexpr const char* kMd5 = "3ecd2f5bb5aeae5f9b5bf988fb1b42c4";

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

// {"ioc.type": TYPE, "ioc.value": VALUE, MORE}
inline std::string row(const std::string& type, const std::string& value,
                       const std::string& more = "") {
  return R"({"ioc.type":")" + type + R"(","ioc.value":")" + value + R"(")" +
         (more.empty() ? "" : "," + more) + "}";
}

// "observables": one subject of this type.
inline std::string subject(const std::string& type, const std::string& attributes,
                           const std::string& relations = "") {
  return R"("observables":[{"type":")" + type + R"(","by":"vt","subject":true,"attributes":[)" +
         attributes + R"(],"relations":[)" + relations + "]}]";
}
inline std::string attribute(const std::string& name, const std::string& json) {
  return R"({"name":")" + name + R"(","value":)" + json + "}";
}

class EventTest : public ::testing::Test {
 protected:
  EventTest() : folder_(::testing::TempDir() + "misp_event_" + name()) {
    std::filesystem::remove_all(folder_);
  }
  ~EventTest() override { std::filesystem::remove_all(folder_); }

  static std::string name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  std::string path() const { return folder_ + "/event.json"; }
  std::string config(const std::string& more = "") const {
    return R"({"path":")" + path() + R"(")" + (more.empty() ? "" : "," + more) + "}";
  }

  // Writes a case of these rows and reads its event.
  void write(const std::vector<std::string>& rows, const std::string& options = "") {
    testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config(options));
    call_ = sink.write_case(rows);
    ASSERT_TRUE(call_.end.ok()) << call_.end.error.text();
    text_ = read_file(path());
    document_.Parse(text_.c_str(), text_.size());
    ASSERT_FALSE(document_.HasParseError()) << text_;
  }

  const Json& event() const { return document_["Event"]; }
  static std::string text(const Json& object, const char* key) {
    const auto found = object.FindMember(key);
    if (found == object.MemberEnd()) return "";
    return found->value.IsString() ? found->value.GetString() : host::to_text(found->value);
  }
  // The n-th object of this name.
  const Json& object(const std::string& of, int n = 0) const {
    for (const Json& each : event()["Object"].GetArray()) {
      if (text(each, "name") == of && n-- == 0) return each;
    }
    throw std::runtime_error("no object " + of + " in " + text_);
  }
  static std::vector<const Json*> attributes(const Json& object, const std::string& relation) {
    std::vector<const Json*> out;
    for (const Json& each : object["Attribute"].GetArray()) {
      if (text(each, "object_relation") == relation) out.push_back(&each);
    }
    return out;
  }
  static const Json& attribute_of(const Json& object, const std::string& relation) {
    const auto found = attributes(object, relation);
    if (found.empty()) throw std::runtime_error("no " + relation + " in " + host::to_text(object));
    return *found[0];
  }
  // The values of a relation, with a comma between them.
  static std::string values(const Json& object, const std::string& relation) {
    std::string out;
    for (const Json* each : attributes(object, relation)) {
      out += (out.empty() ? "" : ",") + text(*each, "value");
    }
    return out;
  }
  static std::vector<std::string> tags(const Json& element) {
    std::vector<std::string> out;
    const auto found = element.FindMember("Tag");
    if (found == element.MemberEnd()) return out;
    for (const Json& each : found->value.GetArray()) out.push_back(text(each, "name"));
    return out;
  }
  // "relation -> name of the target", in their order.
  std::vector<std::string> references(const Json& object) const {
    std::vector<std::string> out;
    const auto found = object.FindMember("ObjectReference");
    if (found == object.MemberEnd()) return out;
    for (const Json& each : found->value.GetArray()) {
      out.push_back(text(each, "relationship_type") + " -> " +
                    name_of(text(each, "referenced_uuid")));
    }
    return out;
  }
  std::string name_of(const std::string& uuid) const {
    for (const Json& each : event()["Object"].GetArray()) {
      if (text(each, "uuid") == uuid) return text(each, "name");
    }
    return "nobody";
  }
  std::string noted(const std::string& what) const {
    for (const auto& [key, value] : call_.notes) {
      if (key == what) return value;
    }
    return "";
  }

  std::string folder_;
  host::SinkCall call_;
  std::string text_;
  rapidjson::Document document_;
};

}  // namespace rulemap::misp
