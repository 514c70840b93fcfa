#include <algorithm>
#include <stdexcept>
#include <utility>

#include "oracle_testing.h"

namespace rulemap::sigma::testing {
namespace {

using Path = std::vector<std::string>;

std::string joined(const Path& path, std::size_t from) {
  std::string out;
  const bool is_evtx = path[0] == "Event";
  for (std::size_t i = from; i < path.size(); ++i) {
    if (is_evtx && path[i] == "#text") continue;
    if (is_evtx && path[i] == "#attributes") {
      // "Provider", "#attributes", "Name" is Provider_Name.
      if (i + 1 < path.size()) out += "_" + path[++i];
      continue;
    }
    out += (out.empty() ? "" : ".") + path[i];
  }
  return out;
}

bool begins(const Path& path, const Path& with) {
  return path.size() > with.size() && std::equal(with.begin(), with.end(), path.begin());
}

// How many keys of wrappers stand before the name.
std::size_t wrapper_keys(const Path& path) {
  if (begins(path, {"Event", "UserData"})) return path.size() > 3 ? 3 : 2;
  for (const Path& wrapper : std::vector<Path>{{"Event", "System"},
                                               {"Event", "EventData"},
                                               {"winlog", "event_data"},
                                               {"winlog", "user_data"},
                                               {"event_data"},
                                               {"user_data"}}) {
    if (begins(path, wrapper)) return wrapper.size();
  }
  return 0;
}

std::string without_blanks(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

// What is written flat with its wrappers, in rules and in events.
std::string plain(const std::string& name) {
  if (name.find('.') == std::string::npos) return without_blanks(name);
  Path path(1);
  for (const char c : name) {
    if (c == '.') {
      path.emplace_back();
    } else {
      path.back() += c;
    }
  }
  std::string out;
  for (std::size_t i = wrapper_keys(path); i < path.size(); ++i) {
    out += (i == wrapper_keys(path) ? "" : ".") + path[i];
  }
  return without_blanks(out.empty() ? name : out);
}

// What no text of an event begins with.
const std::string kNumberMark = "\x01number\x02";

OracleValue scalar(const rapidjson::Value& value) {
  if (value.IsNull()) return {"", OracleValue::Kind::null};
  if (value.IsBool()) return {value.GetBool() ? "true" : "false", OracleValue::Kind::boolean};
  const std::string text(value.GetString(), value.GetStringLength());
  if (!text.starts_with(kNumberMark)) return {text, OracleValue::Kind::text};
  return {text.substr(kNumberMark.size()), OracleValue::Kind::number};
}

// Keeps the texts of numbers, marked.
struct Marking {
  rapidjson::Document& document;

  bool Null() { return document.Null(); }
  bool Bool(bool value) { return document.Bool(value); }
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    const std::string marked = kNumberMark + std::string(text, length);
    return document.String(marked.data(), static_cast<rapidjson::SizeType>(marked.size()), true);
  }
  bool String(const char* text, rapidjson::SizeType length, bool copy) {
    return document.String(text, length, copy);
  }
  bool StartObject() { return document.StartObject(); }
  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    return document.Key(text, length, copy);
  }
  bool EndObject(rapidjson::SizeType members) { return document.EndObject(members); }
  bool StartArray() { return document.StartArray(); }
  bool EndArray(rapidjson::SizeType elements) { return document.EndArray(elements); }
};

struct Parse {
  const std::string& json;
  bool ok = false;

  bool operator()(rapidjson::Document& document) {
    rapidjson::StringStream stream(json.c_str());
    rapidjson::Reader reader;
    Marking handler{document};
    ok = !reader.Parse<rapidjson::kParseNumbersAsStringsFlag>(stream, handler).IsError();
    return ok;
  }
};

std::string lowered(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

const std::pair<const char*, const char*> kGeneral[] = {
    {"EventID", "event_id"},
    {"EventID", "winlog.event_id"},
    {"Channel", "log_name"},
    {"Channel", "winlog.channel"},
    {"Provider_Name", "SourceName"},
    {"Provider_Name", "source_name"},
    {"Provider_Name", "winlog.provider_name"},
    {"Computer", "Hostname"},
    {"Computer", "computer_name"},
    {"Computer", "winlog.computer_name"},
};

}  // namespace

OracleEvent::OracleEvent(const std::string& json) {
  rapidjson::Document document;
  Parse parse{json};
  document.Populate(parse);
  if (!parse.ok || !document.IsObject()) throw std::runtime_error("no JSON object");
  walk(document, {});
  for (const auto& [field_name, other] : kGeneral) stand_in(field_name, other);
  name_as_rules_do();
}

void OracleEvent::stand_in(const std::string& name, const std::string& other) {
  if (fields_.count(name) == 0 && fields_.count(other) != 0) fields_[name] = fields_[other];
}

std::string OracleEvent::first(const std::string& name) const {
  const OracleField* const found = field(name);
  if (found == nullptr) return {};
  for (const OracleValue& value : found->values) {
    if (value.kind != OracleValue::Kind::null) return lowered(value.text);
  }
  return {};
}

void OracleEvent::name_as_rules_do() {
  const std::string channel = first("Channel"), id = first("EventID");
  const std::string source = channel.empty() ? "by " + first("Provider_Name") : channel;
  if (id == "4688" &&
      (source == "security" || source == "by microsoft-windows-security-auditing")) {
    stand_in("Image", "NewProcessName");
    stand_in("ParentImage", "ParentProcessName");
  }
  const bool is_defender = source == "microsoft-windows-windows defender/operational" ||
                           source == "by microsoft-windows-windows defender";
  for (const char* each : {"1006", "1007", "1008", "1009", "1010", "1011", "1012", "1017", "1018",
                           "1019", "1115", "1116"}) {
    if (!is_defender || id != each) continue;
    stand_in("Signature", "ThreatName");
    stand_in("Filename", "Path");
  }
}

const OracleField* OracleEvent::field(const std::string& name) const {
  static std::map<std::string, std::string> plain_names;
  const auto [known, is_new] = plain_names.try_emplace(name);
  if (is_new) known->second = plain(name);
  const auto at = fields_.find(known->second);
  return at == fields_.end() ? nullptr : &at->second;
}

void OracleEvent::record(const Path& written, const OracleValue* value) {
  Path path = written;
  const bool is_evtx = path[0] == "Event";
  while (is_evtx && path.back() == "#text") path.pop_back();
  const std::size_t wrapper = wrapper_keys(path);
  if (wrapper == 0) path[0] = plain(path[0]);
  const int rank = path.size() == 1 ? 0 : wrapper > 0 && path.size() == wrapper + 1 ? 1 : 2;
  const std::string name = without_blanks(joined(path, wrapper));
  const auto [at, is_new] = fields_.try_emplace(name);
  OracleField& found = at->second;
  if (!is_new && found.rank < rank) return;
  if (is_new || found.rank > rank) found = {rank, {}};
  if (value != nullptr) found.values.push_back(*value);
}

void OracleEvent::walk(const rapidjson::Value& value, const Path& path) {
  if (value.IsArray()) {
    record(path, nullptr);
    for (const auto& element : value.GetArray()) walk(element, path);
    return;
  }
  if (value.IsObject()) {
    if (!path.empty()) record(path, nullptr);
    for (const auto& member : value.GetObject()) {
      Path inner = path;
      inner.emplace_back(member.name.GetString(), member.name.GetStringLength());
      walk(member.value, inner);
    }
    return;
  }
  const OracleValue one = scalar(value);
  values_.push_back(one);
  record(path, &one);
}

}  // namespace rulemap::sigma::testing
