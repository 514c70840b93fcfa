// The cases of a run: which one a row belongs to, and what it is called.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "plan/plan.h"

namespace rulemap::engine {

class Cases {
 public:
  Cases(const Plan& plan, std::string name_space, std::int64_t started_ms)
      : plan_(plan), name_space_(std::move(name_space)), started_ms_(started_ms) {}

  // The case of a new record of `source`; made where it is the first of its case.
  std::uint32_t of(const SourcePlan& source, const host::Record& record);
  // A file's path as the pipeline file wrote it, or its glob: identities do not change when the
  // whole folder moves.
  std::string as_written(std::string_view path) const;
  const host::CaseText& operator[](std::uint32_t number) const { return cases_[number]; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(cases_.size()); }

 private:
  const Plan& plan_;
  std::string name_space_;
  std::int64_t started_ms_;
  std::deque<host::CaseText> cases_;
  std::map<std::string, std::uint32_t> by_id_;
};

}  // namespace rulemap::engine
