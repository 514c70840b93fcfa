// core.merge: one record for one thing. Three hashes of a file are one thing as soon as a provider
// has named them together; two files with a SHA-256 each are two, whatever else they share. A case
// step: it decides when it has seen the whole case; joining fields is the host's work
// (../record/join.h).
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/merge_group.h"
#include "rulemap/sdk/step.h"

namespace rulemap::engine {

class MergeStep final : public Step<MergeStep> {
 public:
  static constexpr Label label{.id = "core.merge",
                               .summary = "Joins the records of one case that are one thing.",
                               .label = "filter"};
  static constexpr auto reads =
      rulemap::fields(field::text("ioc.type"), field::text("ioc.value"), field::integer("ioc.port"),
                      field::text("case.id"), field::list("observables"));

  MergeStep(NoConfig, Host host) : host_(host) {}

  void process(Row row) {
    MergeGroup& group = groups_[std::string(row.text("case.id"))];
    const std::uint32_t number = group.add(row.id());
    Names names;
    names.port = std::to_string(row.integer("ioc.port").value_or(0));
    names.add(row.text("ioc.type"), row.text("ioc.value"));
    for (Doc each : row.doc("observables")) {
      if (each["subject"].boolean().value_or(false)) add_subject(names, each);
    }
    if (names.sha256.size() > 1) {
      return group.leave_alone("providers name several SHA-256 for " +
                               std::string(row.text("ioc.value")) + "; it is joined with none");
    }
    for (const std::string& each : names.sha256) {
      group.name_sha256(number, KeyDigest::of({"sha256", each}));
    }
    for (const std::string& each : names.weak) group.name_weak(number, each);
    for (const KeyDigest& each : names.certain) group.name(number, each);
  }
  void case_close(const Case& of, CaseWriter writer) {
    const auto found = groups_.find(of.id);
    if (found == groups_.end()) return;
    for (const auto& [into, from] : found->second.close()) writer.merge(into, from);
    report(found->second.left_apart());
    groups_.erase(found);
  }

 private:
  static constexpr std::size_t kMaxReported = 20;

  // What one row is called.
  struct Names {
    std::string port;
    std::vector<std::string> sha256;  // distinct
    std::vector<std::string> weak;    // "md5 d41d..."
    std::vector<KeyDigest> certain;

    void add(std::string_view type, std::string_view value) {
      if (type == "sha256") {
        const bool is_new = std::find(sha256.begin(), sha256.end(), value) == sha256.end();
        if (is_new) sha256.emplace_back(value);
      } else if (is_weak(type)) {
        weak.push_back(std::string(type) + " " + std::string(value));
      } else {
        certain.push_back(KeyDigest::of({type, value, port}));
      }
    }
    static bool is_weak(std::string_view type) {
      return type == "md5" || type == "sha1" || type == "sha512";
    }
  };
  static void add_subject(Names& names, Doc observable) {
    if (observable.text("type") != "file") {
      const std::string_view type = observable.text("type").value_or("");
      names.certain.push_back(
          KeyDigest::of({"key", type, observable.text("key").value_or(""), names.port}));
      return;
    }
    for (Doc attribute : observable["attributes"]) {
      const std::string_view name = attribute.text("name").value_or("");
      if (name != "sha256" && !Names::is_weak(name)) continue;
      names.add(name, attribute.text("value").value_or(""));
    }
  }
  void report(const std::vector<std::string>& left_apart) const {
    for (std::size_t i = 0; i < std::min(left_apart.size(), kMaxReported); ++i) {
      host_.warn(left_apart[i]);
    }
    if (left_apart.size() > kMaxReported) {
      host_.warn(std::to_string(left_apart.size() - kMaxReported) + " more were not joined");
    }
  }

  Host host_;
  std::unordered_map<std::string, MergeGroup> groups_;
};

}  // namespace rulemap::engine
