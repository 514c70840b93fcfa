#include "config/read_limits.h"

#include <charconv>

#include "config/span_text.h"
#include "rulemap/host/options.h"

namespace rulemap::engine {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  return host::options::number<std::int64_t>(text);
}

// "4/min", "500/day".
std::optional<RateFile> parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto count = whole_number(text.substr(0, slash));
  const std::string_view unit = text.substr(slash + 1);
  constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"s", 1000},         {"sec", 1000},       {"min", 60'000},
      {"hour", 3'600'000}, {"day", 86'400'000}, {"month", 2'678'400'000}};
  for (const auto& [name, per_ms] : kUnits) {
    if (unit == name && count && *count > 0) return RateFile{*count, per_ms};
  }
  return std::nullopt;
}

void read_rate(const yaml::Node& node, LimitsFile& limits, Diagnostics& diagnostics) {
  if (node.is_list()) {
    for (const yaml::Node& each : node.items) read_rate(each, limits, diagnostics);
    return;
  }
  if (const auto rate = parse_rate(node.text)) {
    for (const RateFile& each : limits.rates) {
      if (each.per_ms != rate->per_ms) continue;
      return report(diagnostics, node.place, node.text.size(),
                    "`rate` has two counts for one span: `" + node.text + "` beside `" +
                        rate_text(each) + "`",
                    "value", "keep the smaller one");
    }
    limits.rates.push_back(*rate);
    return;
  }
  report(diagnostics, node.place, node.text.size(),
         "`rate` takes a count by time, such as 4/min or 500/day (s, min, hour, day, month)",
         "type");
}

std::optional<std::int64_t> duration(const Written& written, std::string_view key,
                                     Diagnostics& diagnostics) {
  if (written.empty()) return std::nullopt;
  const auto found = host::parse_duration(written.text);
  if (!found) {
    report(diagnostics, written.place, written.text.size(),
           "`" + std::string(key) + "` takes a duration such as 30s, 5m or 7d", "type");
  }
  return found;
}

std::optional<std::int64_t> count(const Written& written, std::string_view key, std::int64_t most,
                                  Diagnostics& diagnostics) {
  if (written.empty()) return std::nullopt;
  const auto found = whole_number(written.text);
  if (found && *found >= 1 && *found <= most) return found;
  report(diagnostics, written.place, written.text.size(),
         "`" + std::string(key) + "` takes a whole number from 1 to " + std::to_string(most),
         "type");
  return std::nullopt;
}

void read_backoff(const Written& written, OnErrorFile& out, Diagnostics& diagnostics) {
  if (written.empty()) return;
  const std::string_view text = written.text;
  const std::size_t dots = text.find("..");
  out.backoff_from_ms = host::parse_duration(text.substr(0, dots));
  out.backoff_to_ms = dots == std::string_view::npos ? out.backoff_from_ms
                                                     : host::parse_duration(text.substr(dots + 2));
  if (out.backoff_from_ms && out.backoff_to_ms && *out.backoff_from_ms <= *out.backoff_to_ms) {
    return;
  }
  report(diagnostics, written.place, text.size(),
         "`backoff` takes a duration or a range of two, such as 1s..2m", "type");
}

void read_retry(const yaml::Node& node, OnErrorFile& out, Diagnostics& diagnostics) {
  BlockReader retry(node, "retry", diagnostics);
  if (const Written attempts = retry.scalar("attempts"); !attempts.empty()) {
    out.attempts = whole_number(attempts.text);
    if (!out.attempts || *out.attempts < 1 || *out.attempts > 1000) {
      retry.problem(attempts.place, attempts.text.size(),
                    "`attempts` takes a whole number from 1 to 1000", "type");
    }
  }
  read_backoff(retry.scalar("backoff"), out, diagnostics);
  out.deadline_ms = duration(retry.scalar("deadline"), "deadline", diagnostics);
  retry.finish();
}

}  // namespace

std::optional<std::int64_t> read_size(const Written& written, std::string_view key,
                                      Diagnostics& diagnostics) {
  if (written.empty()) return std::nullopt;
  const std::string_view text = written.text;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = whole_number(text.substr(0, digits));
  constexpr std::pair<std::string_view, int> kUnits[] = {{"KiB", 10}, {"MiB", 20}, {"GiB", 30}};
  for (const auto& [name, shift] : kUnits) {
    if (text.substr(digits) != name || !number || *number < 1 || *number > 1024) continue;
    return *number << shift;
  }
  report(diagnostics, written.place, text.size(),
         "`" + std::string(key) + "` takes a size such as 64MiB (1 to 1024 of KiB, MiB, GiB)",
         "type");
  return std::nullopt;
}

LimitsFile read_limits(const yaml::Node* node, Diagnostics& diagnostics) {
  LimitsFile out;
  if (!node || node->is_null()) return out;
  BlockReader limits(*node, "limits", diagnostics);
  if (const yaml::Node* rate = limits.node("rate")) read_rate(*rate, out, diagnostics);
  out.timeout_ms = duration(limits.scalar("timeout"), "timeout", diagnostics);
  const Written in_flight = limits.scalar("in_flight");
  out.in_flight_place = in_flight.place;
  out.in_flight = count(in_flight, "in_flight", 256, diagnostics);
  out.batch = count(limits.scalar("batch"), "batch", 4096, diagnostics);
  out.memory = read_size(limits.scalar("memory"), "memory", diagnostics);
  out.fresh_ms = duration(limits.scalar("fresh"), "fresh", diagnostics);
  out.wait_ms = duration(limits.scalar("wait"), "wait", diagnostics);
  limits.finish();
  return out;
}

OnErrorFile read_on_error(const yaml::Node* node, Diagnostics& diagnostics) {
  OnErrorFile out;
  if (!node || node->is_null()) return out;
  BlockReader on_error(*node, "on_error", diagnostics);
  if (const yaml::Node* retry = on_error.node("retry")) read_retry(*retry, out, diagnostics);
  if (const Written then = on_error.scalar("then"); !then.empty()) {
    constexpr std::string_view kWords = "dead_letter|drop|skip|stop";
    if (host::is_choice(kWords, then.text)) {
      out.then = then.text;
    } else {
      on_error.problem(then.place, then.text.size(),
                       "`then` is one of " + host::choices_text(kWords), "value",
                       guess(then.text, {"dead_letter", "drop", "skip", "stop"}));
    }
  }
  on_error.finish();
  return out;
}

}  // namespace rulemap::engine
