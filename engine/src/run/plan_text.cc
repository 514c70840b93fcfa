// A plan of a run, for people and for programs.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "config/span_text.h"
#include "rulemap/engine/clock.h"
#include "rulemap/engine/printable.h"
#include "rulemap/engine/run_plan.h"

namespace rulemap::engine {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

std::string counted(std::int64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string kind_line(const PlannedKind& of) {
  std::string out = "    " + of.kind + ": ";
  std::string parts;
  const auto part = [&](std::int64_t count, const std::string& text) {
    if (count > 0) (parts += parts.empty() ? "" : ", ") += text;
  };
  part(of.needed, counted(of.needed, "request"));
  part(of.cached, std::to_string(of.cached) + " from the cache");
  part(of.at_most, "at most " + std::to_string(of.at_most) + " after these");
  return out + parts + "\n";
}

std::string server_text(const PlannedServer& of) {
  std::string out = "  " + of.server + "\n";
  for (const PlannedKind& each : of.kinds) out += kind_line(each);
  out += "    in all " + counted(of.requests, "request") +
         ", without further pages, further rulesets and what is asked again after a failure";
  out += of.rates.empty() ? "; no `limits.rate` is set\n" : ", by " + of.rates + "\n";
  if (of.why_not_more.empty()) {
    if (of.milliseconds > 0)
      out += "    the last leaves after " + span_text(of.milliseconds) + "\n";
    return out;
  }
  out += "    this run sends " + std::to_string(of.in_one_go) + " of them";
  if (of.one_go_milliseconds > 0) out += " within " + span_text(of.one_go_milliseconds);
  return out + ", then it stops: " + of.why_not_more + ".\n    " +
         std::to_string(of.requests - of.in_one_go) + " are left; the same command goes on from " +
         utc_text(of.goes_on_ms) + ", and all have left after " + span_text(of.milliseconds) + "\n";
}

void put(Writer& out, const char* key, const std::string& value) {
  const std::string text = printable(value);
  out.Key(key);
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
void put(Writer& out, const char* key, std::int64_t value) {
  out.Key(key);
  out.Int64(value);
}

void put_server(Writer& out, const PlannedServer& of) {
  out.StartObject();
  put(out, "server", of.server);
  out.Key("kinds");
  out.StartArray();
  for (const PlannedKind& each : of.kinds) {
    out.StartObject();
    put(out, "kind", each.kind);
    put(out, "needed", each.needed);
    put(out, "cached", each.cached);
    put(out, "at_most", each.at_most);
    out.EndObject();
  }
  out.EndArray();
  put(out, "requests", of.requests);
  put(out, "rates", of.rates);
  put(out, "milliseconds", of.milliseconds);
  put(out, "in_one_go", of.in_one_go);
  put(out, "one_go_milliseconds", of.one_go_milliseconds);
  put(out, "why_not_more", of.why_not_more);
  put(out, "goes_on", of.goes_on_ms ? utc_text(of.goes_on_ms) : "");
  out.EndObject();
}

}  // namespace

std::string RunPlan::text() const {
  if (failed) return pipeline + ": cannot be planned: " + printable(error.text()) + "\n";
  std::string out = pipeline + ": a plan; nothing was asked for and nothing written\n";
  out += "  " + counted(static_cast<std::int64_t>(accepted), "input");
  if (merged > 0) out += ", " + std::to_string(merged) + " of them repeats";
  if (refused > 0) out += "; " + std::to_string(refused) + " refused";
  out += "\n";
  if (servers.empty()) out += "  no request would leave\n";
  for (const PlannedServer& each : servers) out += server_text(each);
  for (const StepFailure& each : not_asked) {
    out += "  " + each.step + " would not ask about " + std::to_string(each.rows) + ": " +
           printable(each.why) + "\n";
  }
  if (not_asked_not_listed > 0) {
    out += "  " + std::to_string(not_asked_not_listed) + " more for other reasons\n";
  }
  return out;
}

std::string RunPlan::json() const {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartObject();
  put(out, "pipeline", pipeline);
  out.Key("failed");
  out.Bool(failed);
  put(out, "error", failed ? error.text() : "");
  put(out, "accepted", static_cast<std::int64_t>(accepted));
  put(out, "refused", static_cast<std::int64_t>(refused));
  put(out, "merged", static_cast<std::int64_t>(merged));
  out.Key("servers");
  out.StartArray();
  for (const PlannedServer& each : servers) put_server(out, each);
  out.EndArray();
  out.Key("not_asked");
  out.StartArray();
  for (const StepFailure& each : not_asked) {
    out.StartObject();
    put(out, "step", each.step);
    put(out, "why", each.why);
    put(out, "rows", static_cast<std::int64_t>(each.rows));
    out.EndObject();
  }
  out.EndArray();
  put(out, "not_asked_not_listed", static_cast<std::int64_t>(not_asked_not_listed));
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace rulemap::engine
