#include "answers.h"

#include <algorithm>
#include <filesystem>

#include "rows.h"

namespace rulemap::fuzz {
namespace {

using Json = host::Json;

struct Bounds {
  std::size_t entries;  // of a list
  std::size_t members;  // of an object below the first ones
  std::size_t text;
};

void shorten(Json& json, const Bounds& bounds, std::size_t depth) {
  if (json.IsString() && json.GetStringLength() > bounds.text) {
    json.SetString(json.GetString(), static_cast<rapidjson::SizeType>(bounds.text));
  }
  if (json.IsArray()) {
    const auto most = static_cast<rapidjson::SizeType>(bounds.entries);
    if (json.Size() > most) json.Erase(json.Begin() + most, json.End());
    for (Json& each : json.GetArray()) shorten(each, bounds, depth + 1);
  }
  if (!json.IsObject()) return;
  constexpr std::size_t kAttributes = 2;  // data.attributes
  while (depth > kAttributes && json.MemberCount() > bounds.members) {
    json.EraseMember(json.MemberEnd() - 1);
  }
  for (auto& each : json.GetObject()) shorten(each.value, bounds, depth + 1);
}

// Of a recorded question.
std::string_view word_of(std::string_view url) {
  if (url.find("behaviour_mitre_trees") != std::string_view::npos) return "trees";
  if (url.find("behaviour_summary") != std::string_view::npos) return "summary";
  if (url.find("/behaviours") != std::string_view::npos) return "runs";
  if (url.find("/files/") != std::string_view::npos) return "file";
  if (url.find("/domains/") != std::string_view::npos) return "domain";
  return url.find("/urls/") != std::string_view::npos ? "url" : "ip";
}

// A folder of real bodies: the question that they answer, and what has to stand around them.
struct Bodies {
  const char* name;
  const char* word;
  const char* before = "";
  const char* after = "";
};
constexpr Bodies kFolders[] = {
    {"file_report", "file"},
    {"file_object", "file", R"({"data": )", "}"},
    {"feed_file", "file", R"({"data": )", "}"},
    {"domain_report", "domain"},
    {"feed_domain", "domain", R"({"data": )", "}"},
    {"ip_report", "ip"},
    {"feed_ip", "ip", R"({"data": )", "}"},
    {"url_report", "url"},
    {"url_object", "url", R"({"data": )", "}"},
    {"feed_url", "url", R"({"data": )", "}"},
    {"mitre_trees", "trees"},
    {"behaviours", "runs"},
    {"behaviour_object", "runs", R"({"data": [)", "]}"},
    {"feed_behaviour", "runs", R"({"data": [)", "]}"},
    {"behaviour_summary", "summary"},
    {"relationship", "page"},
    {"search", "page"},
    {"error", "error"},
    {"other", "file"},
};

const char* const kByHand[] = {
    "file\n"
    R"j({"data": {"type": "file", "attributes": {"crowdsourced_ids_results": [{"rule_msg": "m",)j"
    R"j( "rule_id": "1:2023883", "alert_severity": "info", "rule_source": "Proofpoint Emerging)j"
    R"j( Threats Open", "rule_url": "https://a.example/", "rule_raw": "alert dns any any -> any any)j"
    R"j( (msg:\"m\"; dns.query; sid:2023883; metadata:mitre_technique_id T1071.001, malware_family)j"
    R"j( Emotet;)", "rule_references": ["https://a.example/x"], "alert_context": [{"dest_ip":)j"
    R"j( "8.8.8.8", "dest_port": 53, "ja3": ["a"]}]}, {"rule_id": "119:279", "rule_source": "Snort)j"
    R"j( registered user ruleset", "rule_raw": "alert ( gid:119; sid:279; )"}],)j"
    R"j( "crowdsourced_yara_results": [{"rule_name": "Emotet", "ruleset_id": "00c291ca7f",)j"
    R"j( "ruleset_name": "mal", "author": "a", "source": "https://github.com/ditekshen/detection",)j"
    R"j( "description": "d"}]}}})j",
    "ruleset\n"
    R"j({"data": {"id": "00c291ca7f", "attributes": {"name": "mal", "rules": "import \"pe\"\nrule)j"
    R"j( Emotet : t { meta: author = \"a\" license = \"MIT\" mitre_att = \"T1055\" malware_family =)j"
    R"j( \"Emotet\" strings: $a = { AA } $b = /}/ condition: $a and $b }\nrule x { condition: true)j"
    R"j( }"}}})j",
    "summary\n"
    R"j({"data": {"mitre_attack_techniques": [{"id": "T1055", "signature_description": "d",)j"
    R"j( "severity": "IMPACT_SEVERITY_LOW"}], "dns_lookups": [{"hostname": "a.example",)j"
    R"j( "resolved_ips": ["1.2.3.4"]}], "ids_alerts": [{"rule_id": "1:2"}]}})j",
    "page\n"
    R"j({"data": [{"type": "domain", "id": "a.example", "attributes": {"registrar": "r"}},)j"
    R"j( {"type": "file", "id": "x", "attributes": {}}, {"type": "url", "id": "u",)j"
    R"j( "context_attributes": {"url": "http://a.example/"}}], "meta": {"cursor": "c2"}})j",
    "error 404\n"
    R"j({"error": {"code": "NotFoundError", "message": "not found"}})j",
    "error 429\n"
    R"j({"error": {"code": "QuotaExceededError", "message": "m"}})j",
    "error 200\n"
    R"j({"data": {"error": {"code": "NotFoundError", "message": "m"}}})j",
};

void add_real(std::vector<std::string>& out) {
  const std::filesystem::path root = RULEMAP_SOURCE_DIR "/../shared/data/vt";
  for (const Bodies& folder : kFolders) {
    std::error_code none;
    std::vector<std::string> paths;
    for (const auto& each : std::filesystem::directory_iterator(root / folder.name, none)) {
      paths.push_back(each.path().string());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) {
      const std::string body = folder.before + read_file(path) + folder.after;
      out.push_back(std::string(folder.word) + "\n" + shortened(body, kLongestSeed));
    }
  }
}

// All values, in the order in which they stand.
void collect(Json& json, std::vector<Json*>& out) {
  out.push_back(&json);
  if (json.IsArray()) {
    for (Json& each : json.GetArray()) collect(each, out);
  }
  if (!json.IsObject()) return;
  for (auto& each : json.GetObject()) collect(each.value, out);
}

void set_odd(Json& out, std::mt19937_64& random, host::Pool& pool) {
  constexpr std::string_view kTexts[] = {"",          "\xC2\x85",
                                         "a\nb",      "TNULL",
                                         "T1055.001", "-1",
                                         "1:2027865", "http://[::1]/%00?a b",
                                         "1e309",     "CVE-2021-44228",
                                         "../..",     "{\"a\": [1]}"};
  switch (random() % 7) {
    case 0:
      out.SetInt64(static_cast<std::int64_t>(random()));
      return;
    case 1:
      out.SetDouble(-1e308);
      return;
    case 2:
      out.SetBool(random() % 2 == 0);
      return;
    case 3:
      out.SetArray();
      return;
    case 4:
      out.SetObject();
      return;
    case 5: {
      const std::string long_text(random() % 20'000, 'a');
      out.SetString(long_text.c_str(), static_cast<rapidjson::SizeType>(long_text.size()), pool);
      return;
    }
    default: {
      const std::string_view text = kTexts[random() % std::size(kTexts)];
      out.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), pool);
    }
  }
}

// The same entry many times, so that limits bite.
void repeat(Json& json, std::mt19937_64& random, host::Pool& pool) {
  if (!json.IsArray() || json.Empty()) return;
  const Json entry(json[static_cast<rapidjson::SizeType>(random() % json.Size())], pool);
  const std::size_t most = kLongestSeed / host::to_text(entry).size();
  for (std::size_t i = random() % 2'000; i > 0 && json.Size() < most; --i) {
    json.PushBack(Json(entry, pool), pool);
  }
}

void change_value(Json& json, const Json& other, std::mt19937_64& random, host::Pool& pool) {
  switch (random() % 5) {
    case 0:
      json.CopyFrom(other, pool);
      return;
    case 1:
      if (json.IsObject() && !json.ObjectEmpty()) json.EraseMember(json.MemberBegin());
      return;
    case 2:
      return repeat(json, random, pool);
    default:
      set_odd(json, random, pool);
  }
}

}  // namespace

void change_answer(std::string& seed, std::mt19937_64& random) {
  const std::size_t begin = std::min(seed.find('\n'), seed.size() - 1) + 1;
  rapidjson::Document document;
  const auto parsed =
      host::parse_json(std::string_view(seed).substr(begin), host::kMaxDepth, document);
  if (!parsed.ok()) return;
  std::vector<Json*> all;
  collect(document, all);
  Json other;
  other.CopyFrom(*all[random() % all.size()], document.GetAllocator());
  change_value(*all[random() % all.size()], other, random, document.GetAllocator());
  seed = seed.substr(0, begin) + host::to_text(document);
}

std::string shortened(const std::string& json, std::size_t longest) {
  rapidjson::Document document;
  if (json.size() <= longest) return json;
  if (!host::parse_json(json, host::kMaxDepth, document).ok()) return json.substr(0, longest);
  std::string out = json;
  for (std::size_t most = 64; most > 0 && out.size() > longest; most /= 2) {
    shorten(document, {most, std::max<std::size_t>(most, 4), most * 32}, 0);
    out = host::to_text(document);
  }
  return out.substr(0, longest);
}

std::vector<std::string> virustotal_seeds() {
  std::vector<std::string> out(std::begin(kByHand), std::end(kByHand));
  for (const Answer& each : recorded_answers()) {
    const bool is_error = each.body.find("\"error\"") != std::string::npos;
    const std::string word(is_error ? "error" : word_of(each.url));
    out.push_back(word + "\n" + shortened(each.body, kLongestSeed));
  }
  add_real(out);
  return out;
}

}  // namespace rulemap::fuzz
