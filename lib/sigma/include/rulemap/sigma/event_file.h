// A file of events, plain or gzip, read piece by piece -> the texts of the JSON objects in it.
//
//   auto file = sigma::EventFile::open(path);
//   while (const auto record = file->next()) ...
//   if (!file->trouble().empty()) ...
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "rulemap/sdk/result.h"
#include "rulemap/sigma/event_records.h"

namespace rulemap::sigma {

// For one thread. Keeps one record and one piece of the file in memory.
class EventFile {
 public:
  // `-` is standard input. Fails with `path` as `where`.
  static Result<EventFile> open(const std::string& path);
  ~EventFile();
  EventFile(EventFile&&) noexcept;
  EventFile& operator=(EventFile&&) noexcept;

  // Nothing at the end, or where the file cannot be read further; what came before was given.
  std::optional<EventRecord> next();
  // Why it could not be read to its end; empty: it was.
  const std::string& trouble() const;

 private:
  struct State;
  explicit EventFile(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace rulemap::sigma
