#include "rulemap/sigma/explain.h"

#include <algorithm>

#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/log_source.h"
#include "rulemap/utf8/decode.h"
#include "test_compile.h"

namespace rulemap::sigma {
namespace {

std::string number_text(const Number& number) {
  if (number.kind == Number::Kind::natural) return std::to_string(number.natural);
  if (number.kind == Number::Kind::negative) return std::to_string(number.negative);
  return std::to_string(number.real);
}

std::string pieces_text(const Pattern& pattern) {
  std::string out;
  for (const Piece& piece : pattern.pieces) {
    static constexpr const char* kSigns[] = {"", "*", "?", "-"};
    out += piece.kind == Piece::Kind::text ? piece.text : kSigns[static_cast<int>(piece.kind)];
  }
  return utf8::shown(out) + (pattern.cased ? ", by case" : "");
}

std::string network_text(const Network& network) {
  std::string out = "in the network ";
  static constexpr char kDigits[] = "0123456789abcdef";
  for (unsigned i = 0; i < (network.is_v6 ? 16U : 4U); ++i) {
    if (!network.is_v6) {
      out += (i > 0 ? "." : "") + std::to_string(network.base[i]);
      continue;
    }
    if (i > 0 && i % 2 == 0) out += ':';
    out += kDigits[network.base[i] >> 4];
    out += kDigits[network.base[i] & 15];
  }
  return out + "/" + std::to_string(network.prefix);
}

struct Asked {
  std::string operator()(const Pattern& ask) const { return "is " + pieces_text(ask); }
  std::string operator()(const Regex& ask) const {
    const std::string flags = std::string(ask.any_case ? "i" : "") + (ask.multi_line ? "m" : "") +
                              (ask.dot_is_newline ? "s" : "");
    return "matches the regex " + utf8::shown(ask.text) + (flags.empty() ? "" : ", " + flags);
  }
  std::string operator()(const Network& ask) const { return network_text(ask); }
  std::string operator()(const Comparison& ask) const {
    static constexpr const char* kWords[] = {"< ", "<= ", "> ", ">= "};
    return kWords[static_cast<int>(ask.order)] + number_text(ask.number);
  }
  std::string operator()(const IsNull&) const { return "is null or absent"; }
  std::string operator()(const Exists& ask) const {
    return ask.expected ? "is there" : "is absent";
  }
  std::string operator()(const FieldRef& ask) const {
    static constexpr const char* kWords[] = {"equals", "contains", "begins with", "ends with"};
    return std::string(kWords[static_cast<int>(ask.how)]) + " what " + ask.other + " says";
  }
  std::string operator()(const DatePart& ask) const {
    static constexpr const char* kWords[] = {"minute", "hour", "day", "week", "month", "year"};
    return std::string("has the ") + kWords[static_cast<int>(ask.part)] + " " +
           std::to_string(ask.value);
  }
};

std::string value_text(const Value& value) {
  return value.kind == Value::Kind::null ? "null" : utf8::shown(value.text);
}

std::string seen_by(const CompiledTest& test, const Event& event) {
  std::string first, yes;
  std::size_t count = 0;
  const auto look = [&](const Value& value) {
    if (count++ == 0) first = value_text(value);
    const bool is_asked_of_values = !std::holds_alternative<Exists>(test.test->ask);
    if (is_asked_of_values && test.value_holds(event, value)) yes = value_text(value);
    return !yes.empty();
  };
  if (test.slot == CompiledTest::kKeyword) {
    for (const Value& value : event.values()) {
      if (look(value)) return yes;
    }
    return std::to_string(count) + " values";
  }
  if (!event.has(test.slot)) return "absent";
  if (event.any_value(test.slot, look)) return yes;
  if (count == 0) return "no value of its own";
  return count == 1 ? first : first + " and " + std::to_string(count - 1) + " more";
}

Explanation explain_part(const Expression& expression, const Event& event,
                         const FieldNames& names) {
  Explanation out;
  out.kind = expression.kind;
  out.name = expression.name;
  if (expression.kind == Expression::Kind::test) {
    const CompiledTest test(expression.test, names);
    out.field = expression.test.field.empty() ? "any value" : expression.test.field;
    out.asked = std::visit(Asked(), expression.test.ask);
    out.seen = seen_by(test, event);
    out.holds = test.holds(event);
    return out;
  }
  for (const Expression& part : expression.parts) {
    out.parts.push_back(explain_part(part, event, names));
  }
  const auto is_held = [](const Explanation& part) { return part.holds; };
  out.holds = expression.kind == Expression::Kind::all
                  ? std::all_of(out.parts.begin(), out.parts.end(), is_held)
                  : std::any_of(out.parts.begin(), out.parts.end(), is_held);
  if (expression.kind == Expression::Kind::negation) out.holds = !out.holds;
  return out;
}

std::string attributes(const LogSource& source) {
  std::string out;
  const std::pair<const char*, const std::string&> all[] = {
      {"product", source.product}, {"category", source.category}, {"service", source.service}};
  for (const auto& [name, value] : all) {
    if (!value.empty()) out += (out.empty() ? "" : ", ") + std::string(name) + " " + value;
  }
  return out;
}

void show(const Explanation& part, std::size_t depth, std::string& out) {
  out += std::string(2 * depth, ' ') + (part.holds ? "+ " : "- ");
  if (!part.name.empty()) out += part.name + ": ";
  if (part.kind == Expression::Kind::test) {
    out += part.field + " " + part.asked + "; seen: " + part.seen + "\n";
    return;
  }
  static constexpr const char* kWords[] = {"", "all of", "any of", "not"};
  out += std::string(kWords[static_cast<int>(part.kind)]) + "\n";
  for (const Explanation& each : part.parts) show(each, depth + 1, out);
}

}  // namespace

Result<Explanation> explain(const Rule& rule, std::string_view json) {
  FieldNames names;
  add_fields(rule.expression, names);
  add_reader_fields(names);
  EventReader reader(names);
  Event event;
  if (const auto read = reader.read(json, event); !read) return read.error();
  return explain_part(rule.expression, event, names);
}

Result<std::string> log_source_gap(const Rule& rule, std::string_view json) {
  FieldNames names;
  add_reader_fields(names);
  EventReader reader(names);
  Event event;
  if (const auto read = reader.read(json, event); !read) return read.error();
  const EventSource is = event_source(event.origin());
  if (fits(rule.source, is)) return std::string();
  const LogSource said{is.categories.empty() ? "" : std::string(is.categories[0]),
                       std::string(is.product), std::string(is.service)};
  const std::string of_event = attributes(said);
  return "the log source does not fit: the rule is for " + attributes(rule.source) + "; " +
         (of_event.empty() ? "channel and event id of the event tell none"
                           : "the event is " + of_event);
}

std::string shown(const Explanation& explanation) {
  std::string out;
  show(explanation, 0, out);
  return out;
}

}  // namespace rulemap::sigma
