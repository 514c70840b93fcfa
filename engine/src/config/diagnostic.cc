#include "rulemap/engine/diagnostic.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <tuple>

#include "config/excerpt.h"

namespace rulemap::engine {
namespace {

const char* name(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

std::string count_of(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.file.empty()) diagnostic.file = file_;
  clean(diagnostic);
  const auto place = [](const Diagnostic& d) { return std::tuple(d.line, d.column); };
  const auto at = std::upper_bound(
      all_.begin(), all_.end(), diagnostic,
      [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  all_.insert(at, std::move(diagnostic));
}

bool Diagnostics::has_errors() const {
  return std::any_of(all_.begin(), all_.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void Diagnostics::hide(HiddenText hidden) {
  if (hidden.text.empty()) return;
  hidden_.push_back(std::move(hidden));
  for (Diagnostic& each : all_) clean(each);
}

void Diagnostics::clean(Diagnostic& diagnostic) const {
  diagnostic.message = without(diagnostic.message, hidden_);
  diagnostic.hint = without(diagnostic.hint, hidden_);
}

std::string Diagnostics::text() const {
  std::string out;
  std::size_t errors = 0;
  for (const Diagnostic& each : all_) {
    errors += each.severity == Severity::error;
    out += each.file;
    if (each.line > 0) {
      out += ":" + std::to_string(each.line) + ":" + std::to_string(each.column);
    }
    out += std::string(": ") + name(each.severity) + ": " + each.message + " [" + each.code + "]\n";
    if (each.file == file_) out += excerpt(text_, each, hidden_);
    if (!each.hint.empty()) {
      out += std::string(std::to_string(each.line).size(), ' ') + " = " + each.hint + "\n";
    }
  }
  if (all_.empty()) return out;
  const std::size_t warnings = all_.size() - errors;
  out += count_of(errors, "problem");
  if (warnings > 0) out += " and " + count_of(warnings, "warning");
  return out + " in " + file_ + ".\n";
}

std::string Diagnostics::json() const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  const auto text = [&](const char* key, const std::string& value) {
    out.Key(key);
    out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  out.StartObject();
  text("file", file_);
  out.Key("problems");
  out.StartArray();
  for (const Diagnostic& each : all_) {
    out.StartObject();
    text("file", each.file);
    out.Key("line");
    out.Uint(each.line);
    out.Key("column");
    out.Uint(each.column);
    out.Key("length");
    out.Uint(each.length);
    text("severity", name(each.severity));
    text("code", each.code);
    text("message", each.message);
    text("hint", each.hint);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace rulemap::engine
