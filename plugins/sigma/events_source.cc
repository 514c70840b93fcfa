#include "events_source.h"

#include <algorithm>
#include <utility>

#include "rulemap/paths/find_files.h"

namespace rulemap::sigma_events {
namespace {

// What one poll takes at most: queues behind it are bounded by bytes, too.
constexpr std::size_t kEventsAPoll = 200;
constexpr std::size_t kBytesAPoll = std::size_t{256} << 10;
constexpr std::size_t kExcerpt = 200;
constexpr std::uint64_t kMostLine = 0xFFFFFFFF;

const std::vector<std::string> kEndings = {".json",    ".jsonl",    ".ndjson",
                                           ".json.gz", ".jsonl.gz", ".ndjson.gz"};

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Value whole(Doc doc) {
  rulemap_value cell{};
  cell.kind = RULEMAP_DOC;
  cell.as.doc = doc.node();
  return cell;
}

std::uint32_t place_line(std::uint64_t line) {
  return static_cast<std::uint32_t>(std::min(line, kMostLine));
}

}  // namespace

Result<void> EventsSource::start() {
  std::vector<std::string> asked = config_.path.items;
  if (std::erase(asked, "-") > 0) paths_.emplace_back("-");
  auto found = paths::find_files(asked, kEndings);
  if (!found.ok()) return found.error();
  if (!found->problems.empty()) return found->problems[0];
  paths_.insert(paths_.end(), found->paths.begin(), found->paths.end());
  if (!paths_.empty()) return {};
  std::string listed;
  for (const std::string& each : asked) listed += (listed.empty() ? "" : ", ") + each;
  return Error{"no file of events (.json, .jsonl, .ndjson, each also .gz) is there", listed};
}

// False where no file is left.
bool EventsSource::open_next(Emitter& out) {
  while (next_ < paths_.size()) {
    const std::string& path = paths_[next_++];
    name_ = path == "-" ? "stdin" : path;
    line_ = 0;
    auto opened = sigma::EventFile::open(path);
    if (opened.ok()) {
      file_ = std::move(*opened);
      return true;
    }
    out.refuse({name_, 0, 0}, name_, "the file cannot be read: " + opened.error().message);
  }
  return false;
}

void EventsSource::close(Emitter& out) {
  if (!file_->trouble().empty()) {
    out.refuse({name_, place_line(line_), 0}, name_,
               "the file cannot be read further: " + file_->trouble());
  }
  file_.reset();
}

Outcome EventsSource::poll(Emitter out) {
  if (!file_ && !open_next(out)) return Outcome::end();
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < kEventsAPoll && bytes < kBytesAPoll; ++i) {
    const auto record = file_->next();
    if (!record) {
      close(out);
      break;
    }
    bytes += record->text.size();
    line_ = record->line;
    take(*record, out);
  }
  out.checkpoint(name_ + ":" + std::to_string(line_));
  return {};
}

void EventsSource::take(const sigma::EventRecord& record, Emitter& out) {
  const Place place{name_, place_line(record.line), 1};
  const std::string number = "event " + std::to_string(record.number);
  if (!record.trouble.empty()) return out.refuse(place, number, record.trouble);
  const auto event = host_.parse(record.text);
  if (!event.ok()) {
    return out.refuse(place, record.text.substr(0, kExcerpt),
                      "the event is no JSON: " + event.error().text());
  }
  auto row = out.row();
  row.set("kind", "event").set("ioc.original", number).set("ioc.file", name_);
  row.set("ioc.line", static_cast<std::int64_t>(record.line));
  row.append("events")
      .set("v", model::kRevision)
      .set_text("product", config_.product)
      .set_text("category", config_.category)
      .set_text("service", config_.service)
      .set("by", std::string(base_name(name_)) + ":" + std::to_string(record.line))
      .set("fields", whole(*event));
}

}  // namespace rulemap::sigma_events
