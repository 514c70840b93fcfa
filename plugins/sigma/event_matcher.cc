#include "event_matcher.h"

#include <utility>

namespace rulemap::sigma_match {
namespace {

// The log source that the entry names, and what Sigma calls all events of the registry together.
// Empty where it names none: the event itself tells.
std::vector<sigma::LogSource> sources_of(Doc entry) {
  const auto said = [&](std::string_view key) { return std::string(entry.text(key).value_or("")); };
  std::vector<sigma::LogSource> out{{said("category"), said("product"), said("service")}};
  if (out[0] == sigma::LogSource{}) return {};
  if (out[0].category.starts_with("registry_") && out[0].category != "registry_event") {
    out.push_back(out[0]);
    out.back().category = "registry_event";
  }
  return out;
}

}  // namespace

std::unique_ptr<EventMatcher::Scratch> EventMatcher::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Scratch>(matcher_);
  auto out = std::move(idle_.back());
  idle_.pop_back();
  return out;
}

void EventMatcher::give_back(std::unique_ptr<Scratch> scratch) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(scratch));
}

Evaluated EventMatcher::evaluate(Doc events) {
  Evaluated out;
  auto scratch = take();
  const std::size_t count = events.is_list() ? events.size() : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Doc entry = events.at(i);
    if (!entry["fields"].is_object()) continue;
    const auto read = scratch->reader.read(entry["fields"].json(), scratch->event);
    if (!read.ok()) {
      out.problems.push_back("event " + std::to_string(i) + ": " + read.error().text());
      continue;
    }
    const auto take = [&](std::span<const std::uint32_t> rules) {
      for (const std::uint32_t rule : rules) out.hits[rule].push_back(i);
    };
    const std::vector<sigma::LogSource> sources = sources_of(entry);
    if (sources.empty()) take(scratch->matching.match(scratch->event));
    for (const sigma::LogSource& source : sources) {
      take(scratch->matching.match(scratch->event, &source));
    }
  }
  give_back(std::move(scratch));
  return out;
}

}  // namespace rulemap::sigma_match
