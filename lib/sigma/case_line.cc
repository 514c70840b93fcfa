// One line -> a Case. Events stay texts: numbers, key order and keys that stand twice are theirs.
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>

#include <algorithm>
#include <array>

#include "problems.h"
#include "rulemap/sigma/cases.h"

namespace rulemap::sigma {
namespace {

using rapidjson::SizeType;

constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag |
                            rapidjson::kParseValidateEncodingFlag |
                            rapidjson::kParseFullPrecisionFlag;

// In the order of Case::Kind.
constexpr std::array<std::string_view, 5> kKinds = {"detection", "filter", "collection",
                                                    "correlation", "load_error"};

// The places of the elements of the key `events`.
struct EventPlaces : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, EventPlaces> {
  explicit EventPlaces(std::string_view text) : stream(text.data(), text.size()) {}

  bool Default() { return !is_in_list() || (others = true); }
  bool Key(const char* key, SizeType size, bool) {
    if (depth == 1) is_events = std::string_view(key, size) == "events";
    return true;
  }
  bool StartObject() {
    if (is_in_list()) begin = stream.Tell();
    return ++depth;
  }
  bool EndObject(SizeType) {
    --depth;
    if (is_in_list()) places.emplace_back(begin, stream.Tell() + 1);
    return true;
  }
  bool StartArray() {
    if (is_in_list()) others = true;
    return ++depth;
  }
  bool EndArray(SizeType) {
    --depth;
    return true;
  }
  bool is_in_list() const { return is_events && depth == 2; }

  rapidjson::MemoryStream stream;
  unsigned depth = 0;
  bool is_events = false, others = false;
  std::size_t begin = 0;
  std::vector<std::pair<std::size_t, std::size_t>> places;
};

std::string text_of(const rapidjson::Value& value) {
  if (value.IsString()) return {value.GetString(), value.GetStringLength()};
  return value.IsTrue() ? "true" : "false";
}

bool is_texts(const rapidjson::Value& value) {
  return value.IsArray() &&
         std::all_of(value.Begin(), value.End(), [](const auto& each) { return each.IsString(); });
}

std::vector<std::string> texts_of(const rapidjson::Value& list) {
  std::vector<std::string> out;
  for (const auto& each : list.GetArray()) out.push_back(text_of(each));
  return out;
}

class CaseReader {
 public:
  CaseReader(std::string_view line, const rapidjson::Document& document)
      : line_(line), document_(document) {}

  Result<Case> read() {
    const bool is_fine = name() && kind() && rule() && events() && placeholders() && expect();
    if (!is_fine) return Error{error_};
    return std::move(out_);
  }

 private:
  bool fail(std::string message) {
    error_ = std::move(message);
    return false;
  }

  const rapidjson::Value* find(const char* key) const {
    const auto at = document_.FindMember(key);
    return at == document_.MemberEnd() ? nullptr : &at->value;
  }

  bool name() {
    const auto* const value = find("name");
    if (!value || !value->IsString()) return fail("a case has a `name`, a text");
    out_.name = text_of(*value);
    return true;
  }

  bool kind() {
    const auto* const value = find("kind");
    const std::string word = value && value->IsString() ? text_of(*value) : "";
    const auto at = std::find(kKinds.begin(), kKinds.end(), word);
    if (at == kKinds.end()) {
      return fail("`kind` is one of " + one_of(kKinds) + did_you_mean(word, kKinds));
    }
    out_.kind = static_cast<Case::Kind>(at - kKinds.begin());
    return true;
  }

  bool rule() {
    const auto* const value = find("rule");
    if (!value || !value->IsString()) return fail("a case has a `rule`, YAML in a text");
    out_.rule = text_of(*value);
    return true;
  }

  bool events() {
    const auto* const value = find("events");
    const bool may_lack = out_.kind == Case::Kind::load_error;
    if (!value && may_lack) return true;
    if (!value || !value->IsArray()) return fail("`events` is a list of JSON objects");
    EventPlaces places(line_);
    rapidjson::Reader reader;
    reader.Parse<kFlags>(places.stream, places);
    if (places.others) return fail("`events` is a list of JSON objects, and of nothing else");
    for (const auto& [begin, end] : places.places) {
      out_.events.emplace_back(line_.substr(begin, end - begin));
    }
    return true;
  }

  bool placeholders() {
    const auto* const value = find("placeholders");
    if (!value) return true;
    if (!value->IsObject()) return fail("`placeholders` maps names to lists of texts");
    for (const auto& each : value->GetObject()) {
      if (!is_texts(each.value)) {
        return fail("the placeholder " + quoted(text_of(each.name)) + " has a list of texts");
      }
      out_.placeholders[text_of(each.name)] = texts_of(each.value);
    }
    return true;
  }

  bool expect() {
    if (out_.kind == Case::Kind::load_error) return true;
    const auto* const value = find("expect");
    const bool is_list = value && value->IsArray();
    if (out_.kind == Case::Kind::correlation) {
      if (!is_list || value->Size() != 1 || !(*value)[0u].IsBool()) {
        return fail("`expect` of a correlation is [true] or [false]: does it fire");
      }
    } else if (!is_list || value->Size() != out_.events.size()) {
      return fail("`expect` is a list with one entry for each of the " +
                  std::to_string(out_.events.size()) + " events");
    }
    return out_.kind == Case::Kind::collection ? ids(*value) : truths(*value);
  }

  bool ids(const rapidjson::Value& list) {
    for (const auto& each : list.GetArray()) {
      if (!is_texts(each)) return fail("`expect` of a collection holds a list of ids an event");
      out_.ids.push_back(texts_of(each));
    }
    return true;
  }

  bool truths(const rapidjson::Value& list) {
    for (const auto& each : list.GetArray()) {
      if (!each.IsBool()) return fail("`expect` holds true or false for each event");
      out_.holds.push_back(each.GetBool());
    }
    return true;
  }

  std::string_view line_;
  const rapidjson::Document& document_;
  std::string error_;
  Case out_;
};

}  // namespace

Result<Case> read_case(std::string_view line) {
  rapidjson::Document document;
  document.Parse<kFlags>(line.data(), line.size());
  if (document.HasParseError()) {
    return Error{"a case is one JSON object in a line; byte " +
                 std::to_string(document.GetErrorOffset() + 1) + ": " +
                 rapidjson::GetParseError_En(document.GetParseError())};
  }
  if (!document.IsObject()) return Error{"a case is one JSON object in a line"};
  return CaseReader(line, document).read();
}

}  // namespace rulemap::sigma
