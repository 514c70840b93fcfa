// table.jsonl as a source: one record a line, a JSON object under the flat names of fields, as the
// sink of the same name writes them.
#pragma once

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "rulemap/sdk/source.h"

namespace rulemap::table {

class JsonlSource final : public Source<JsonlSource> {
 public:
  static constexpr Label label{
      .id = "table.jsonl", .summary = "Reads records, one JSON object a line.", .label = "source"};
  struct Config {
    Path path;
    std::vector<std::string> fields;
  };
  static constexpr auto options = rulemap::options(
      option("path", &Config::path, "The file to read").input().required(),
      option("fields", &Config::fields,
             "Fields besides the neutral ones that the file may hold, such as vt.malicious"));

  // The neutral fields that a file may bring along; the host sets the case itself.
  static constexpr std::array kNeutral = {field::text("kind"),
                                          field::text("id"),
                                          field::text("tlp"),
                                          field::text("pap"),
                                          field::text("ioc.type"),
                                          field::text("ioc.value"),
                                          field::integer("ioc.port"),
                                          field::boolean("ioc.private"),
                                          field::text("ioc.original"),
                                          field::text("ioc.file"),
                                          field::integer("ioc.line"),
                                          field::list("tags"),
                                          field::list("observables"),
                                          field::list("events"),
                                          field::list("matches"),
                                          field::list("techniques"),
                                          field::list("errors"),
                                          field::list("also"),
                                          field::integer("reputation.malicious"),
                                          field::integer("reputation.suspicious"),
                                          field::integer("reputation.harmless"),
                                          field::integer("reputation.total"),
                                          field::text("reputation.label"),
                                          field::text("reputation.by"),
                                          field::time("reputation.at")};

  static void fields(const Config& config, FieldSet& set) {
    for (const Field& each : kNeutral) set.writes(each.name, each.type);
    for (const std::string& each : config.fields) set.writes(each, RULEMAP_FIELD_ANY);
  }

  JsonlSource(Config config, Host host) : config_(std::move(config)), host_(host) {
    for (const Field& each : kNeutral) names_.emplace_back(each.name);
    names_.insert(names_.end(), config_.fields.begin(), config_.fields.end());
  }

  Result<void> start() {
    file_.open(config_.path.text, std::ios::binary | std::ios::ate);
    if (!file_) return Error{"the file cannot be read", config_.path.text};
    size_ = file_.tellg();
    file_.seekg(0);
    return {};
  }

  Outcome poll(Emitter out) {
    std::string line;
    for (int i = 0; i < kLinesAPoll; ++i) {
      // What is added while it is read, such as dead letters of a replay of this very file, is not.
      if (size_ >= 0 && file_.tellg() >= size_) return Outcome::end();
      if (!std::getline(file_, line)) return Outcome::end();
      ++line_;
      if (line.find_first_not_of(" \t\r") != std::string::npos) read_line(line, out);
    }
    return {};
  }

 private:
  static constexpr int kLinesAPoll = 64;
  static constexpr std::size_t kLongestLine = std::size_t{16} << 20;

  void read_line(const std::string& line, Emitter& out) {
    const Place place{config_.path.text, line_, 1};
    const std::string excerpt = line.substr(0, 80);
    if (line.size() > kLongestLine) {
      return out.refuse(place, excerpt, "the line is longer than the limit of 16777216 bytes");
    }
    // Lists of entries of lists: deeper than a single answer.
    const auto parsed = host_.parse(line, 140);
    if (!parsed.ok()) return out.refuse(place, excerpt, parsed.error().text());
    if (!parsed->is_object()) {
      return out.refuse(place, excerpt, "a line has to be a JSON object of fields");
    }
    for (auto [name, value] : parsed->members()) {
      const char* wanted = value.is_null() ? nullptr : wanted_instead(name, value);
      if (wanted) return out.refuse(place, excerpt, "`" + std::string(name) + "` takes " + wanted);
    }
    auto row = out.row();
    for (auto [name, value] : parsed->members()) {
      const auto found = std::find(names_.begin(), names_.end(), name);
      if (found == names_.end()) {
        unknown(name);
        continue;
      }
      row.set(Column{static_cast<std::uint32_t>(found - names_.begin())}, value.value());
    }
  }
  // What a neutral field takes, where the value is something else; otherwise null.
  static const char* wanted_instead(std::string_view name, Doc value) {
    const auto found = std::find_if(kNeutral.begin(), kNeutral.end(),
                                    [&](const Field& each) { return name == each.name; });
    if (found == kNeutral.end()) return nullptr;
    switch (found->type) {
      case RULEMAP_FIELD_TEXT:
        return value.text() ? nullptr : "a text";
      case RULEMAP_FIELD_INT:
      case RULEMAP_FIELD_TIME:
        return value.integer() ? nullptr : "a whole number";
      case RULEMAP_FIELD_BOOL:
        return value.boolean() ? nullptr : "true or false";
      default:
        return value.is_list() ? nullptr : "a list";
    }
  }
  // Said once a name. What the host itself writes anew is no loss.
  void unknown(std::string_view name) {
    if (name.starts_with("case.") || name == "record" || name == "dead_letter") return;
    if (!said_.emplace(name).second) return;
    host_.warn("field `" + std::string(name) + "` is left out: name it under `fields` to keep it");
  }

  Config config_;
  Host host_;
  std::vector<std::string> names_;
  std::ifstream file_;
  std::streamoff size_ = -1;  // unknown: a pipe
  std::uint32_t line_ = 0;
  std::set<std::string, std::less<>> said_;
};

}  // namespace rulemap::table
