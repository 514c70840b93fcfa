#include "rulemap/engine/diagnostic.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <tuple>

namespace rulemap::engine {
namespace {

constexpr std::size_t kWidest = 160;  // characters of an excerpt

std::string line_of(std::string_view text, std::uint32_t number) {
  for (std::uint32_t line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return "";
    text.remove_prefix(end + 1);
  }
  std::string out(text.substr(0, std::min(text.find('\n'), text.size())));
  if (out.ends_with('\r')) out.pop_back();
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return out;
}

// Columns count characters; a byte that continues a character is none.
std::size_t byte_of_column(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < line.size(); ++at) {
    if ((line[at] & 0xc0) != 0x80 && ++seen == column) break;
  }
  return at;
}

const char* name(Severity severity) { return severity == Severity::error ? "error" : "warning"; }

std::string count_of(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.file.empty()) diagnostic.file = file_;
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

std::string Diagnostics::excerpt(const Diagnostic& diagnostic) const {
  if (diagnostic.line == 0 || diagnostic.file != file_) return "";
  std::string line = line_of(text_, diagnostic.line);
  if (line.empty()) return "";
  std::size_t from = diagnostic.column > 100 ? byte_of_column(line, diagnostic.column - 60) : 0;
  const std::size_t column = diagnostic.column - (from == 0 ? 0 : diagnostic.column - 61);
  line = line.substr(from);
  const std::size_t end = byte_of_column(line, kWidest);
  if (end < line.size()) line = line.substr(0, end) + "...";
  const std::string number = std::to_string(diagnostic.line);
  const std::string margin(number.size(), ' ');
  const std::size_t under = std::min<std::size_t>(std::max(diagnostic.length, 1u), 60);
  return margin + " |\n" + number + " | " + line + "\n" + margin + " | " +
         std::string(column > 0 ? column - 1 : 0, ' ') + "^" + std::string(under - 1, '~') + "\n";
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
    out += excerpt(each);
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
