// core.merge: one record for one thing. Three hashes of a file are one thing as soon as a provider
// has named them together. A case step: it decides when it has seen the whole case; joining fields
// is the host's work (../record/join.h).
#pragma once

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "core/key_digest.h"
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

  void process(Row row) {
    Group& group = groups_[std::string(row.text("case.id"))];
    const auto number = static_cast<std::uint32_t>(group.rows.size());
    group.rows.push_back(row.id());
    group.parent.push_back(number);
    const std::string port = std::to_string(row.integer("ioc.port").value_or(0));
    group.name(number, KeyDigest::of({row.text("ioc.type"), row.text("ioc.value"), port}));
    for (Doc each : row.doc("observables")) {
      if (each["subject"].boolean().value_or(false)) name_subject(group, number, each, port);
    }
  }
  void case_close(const Case& of, CaseWriter writer) {
    const auto found = groups_.find(of.id);
    if (found == groups_.end()) return;
    Group& group = found->second;
    group.join_namesakes();
    for (std::uint32_t i = 0; i < group.rows.size(); ++i) {
      const std::uint32_t head = group.head(i);
      if (head != i) writer.merge(group.rows[head], group.rows[i]);
    }
    groups_.erase(found);
  }

 private:
  // The rows of a case, and their names: a table without a node for each name, for there are many.
  struct Group {
    struct Name {
      KeyDigest digest;
      std::uint32_t row;
      friend auto operator<=>(const Name&, const Name&) = default;
    };
    std::deque<std::uint64_t> rows;
    std::deque<std::uint32_t> parent;
    std::deque<Name> names;

    std::uint32_t head(std::uint32_t row) {
      while (parent[row] != row) row = parent[row] = parent[parent[row]];
      return row;
    }
    void name(std::uint32_t row, const KeyDigest& digest) { names.push_back({digest, row}); }
    void join_namesakes() {
      std::sort(names.begin(), names.end());
      for (std::size_t i = 1; i < names.size(); ++i) {
        if (names[i].digest != names[i - 1].digest) continue;
        const std::uint32_t a = head(names[i - 1].row);
        const std::uint32_t b = head(names[i].row);
        parent[std::max(a, b)] = std::min(a, b);  // the earliest row leads
      }
    }
  };
  static void name_subject(Group& group, std::uint32_t row, Doc observable,
                           const std::string& port) {
    if (observable.text("type") != "file") {
      const std::string_view type = observable.text("type").value_or("");
      group.name(row, KeyDigest::of({"key", type, observable.text("key").value_or(""), port}));
      return;
    }
    for (Doc attribute : observable["attributes"]) {
      const std::string_view name = attribute.text("name").value_or("");
      if (name != "md5" && name != "sha1" && name != "sha256" && name != "sha512") continue;
      group.name(row, KeyDigest::of({name, attribute.text("value").value_or(""), "0"}));
    }
  }

  std::unordered_map<std::string, Group> groups_;
};

}  // namespace rulemap::engine
