#include "fields.h"

#include <algorithm>
#include <set>
#include <utility>

#include "plain_text.h"
#include "rulemap/sandbox/behaviour.h"
#include "rulemap/text/address.h"

namespace rulemap::virustotal {
namespace {

using Content = decltype(Attribute::value);

constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
constexpr std::int64_t kMaxJudges = 1'000'000;

constexpr FieldRule kFile[] = {
    {"md5", Kind::md5, "md5"},
    {"sha1", Kind::sha1, "sha1"},
    {"sha256", Kind::sha256, "sha256"},
    {"ssdeep", Kind::word, "ssdeep"},
    {"tlsh", Kind::word, "tlsh"},
    {"vhash", Kind::word, "vhash"},
    {"authentihash", Kind::sha256, "authentihash"},
    {"pe_info.imphash", Kind::md5, "imphash"},
    {"meaningful_name", Kind::names, "name"},
    {"names", Kind::names, "name"},
    {"size", Kind::count, "size"},
    {"type_description", Kind::line, "type"},
    {"type_tag", Kind::line, "type"},
    {"exiftool.MIMEType", Kind::word, "mimetype"},
    {"magic", Kind::line, "magic"},
    {"first_submission_date", Kind::seconds, "first_seen", "vt.first_seen"},
    {"last_submission_date", Kind::seconds, "last_seen", "vt.last_seen"},
    {"sigma_analysis_results", Kind::own},
};
constexpr FieldRule kDomain[] = {
    {"creation_date", Kind::seconds, "registration_date"},
    {"registrar", Kind::line, "registrar"},
    {"last_dns_records", Kind::own},
};
constexpr FieldRule kAddress[] = {
    {"network", Kind::network, "network"},
    {"asn", Kind::count, "asn"},
    {"as_owner", Kind::line, "as_owner"},
    {"country", Kind::word, "country"},
};
constexpr FieldRule kUrl[] = {
    {"url", Kind::url, "url"},
    {"last_final_url", Kind::url, "final_url"},
    {"title", Kind::line, "title"},
    {"first_submission_date", Kind::seconds, "", "vt.first_seen"},
    {"last_submission_date", Kind::seconds, "", "vt.last_seen"},
};
constexpr FieldRule kVerdict[] = {
    {"last_analysis_stats.malicious", Kind::count, "", "vt.malicious", "reputation.malicious"},
    {"last_analysis_stats.suspicious", Kind::count, "", "vt.suspicious", "reputation.suspicious"},
    {"last_analysis_stats.harmless", Kind::count, "", "vt.harmless", "reputation.harmless"},
    {"last_analysis_stats.undetected", Kind::count, "", "vt.undetected"},
    {"last_analysis_stats", Kind::total, "", "vt.total", "reputation.total"},
    {"last_analysis_date", Kind::seconds, "", "", "reputation.at"},
    {"popular_threat_classification.suggested_threat_label", Kind::line, "", "vt.label",
     "reputation.label"},
    {"reputation", Kind::integer, "", "vt.reputation"},
};
constexpr FieldRule kSigma[] = {
    {"rule_title", Kind::line, "title"},
    {"rule_level", Kind::word, "level"},
    {"rule_author", Kind::line, "author"},
    {"rule_source", Kind::line, "source"},
    {"rule_description", Kind::line, "description"},
    {"rule_id", Kind::word, "id"},
    {"match_context", Kind::own},
};
constexpr FieldRule kRecord[] = {{"type", Kind::word, "type"}, {"value", Kind::word, "value"}};
constexpr FieldRule kTactic[] = {
    {"id", Kind::word, "id"}, {"name", Kind::line, "name"}, {"techniques", Kind::own}};
constexpr FieldRule kTechnique[] = {
    {"id", Kind::word, "id"}, {"name", Kind::line, "name"}, {"signatures", Kind::own}};
constexpr FieldRule kSignature[] = {{"severity", Kind::word, "severity"},
                                    {"description", Kind::line, "description"}};

void add_paths(std::vector<std::string>& to, const std::string& object,
               std::span<const FieldRule> rules) {
  for (const FieldRule& each : rules) {
    if (each.kind != Kind::own) to.push_back(object + "." + std::string(each.path));
  }
}

Doc walk(Doc object, std::string_view path) {
  while (true) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    object = object[path.substr(0, dot)];
    if (dot == path.size()) return object;
    path.remove_prefix(dot + 1);
  }
}

// What follows fills `out` and says true, or leaves the value out. No optional: g++ 12 sees
// uninitialized members in an optional of a variant where there are none.
bool put_text(std::string text, Content& out) {
  if (text.empty()) return false;
  out = std::move(text);
  return true;
}

bool read_text(std::string_view text, Kind kind, Content& out) {
  switch (kind) {
    case Kind::line:
      return put_text(line_of(text), out);
    case Kind::word:
      // TNULL is how VirusTotal says that a file is too small for a TLSH.
      return is_word(text) && text != "TNULL" && put_text(std::string(text), out);
    case Kind::md5:
      return put_text(hex_of(text, 32).value_or(""), out);
    case Kind::sha1:
      return put_text(hex_of(text, 40).value_or(""), out);
    case Kind::sha256:
      return put_text(hex_of(text, 64).value_or(""), out);
    case Kind::url:
      return is_word(text) && text.find("://") != std::string_view::npos &&
             put_text(std::string(text), out);
    case Kind::network: {
      const auto network = ioc::parse_network(text);
      return network.ok() && put_text(network->text(), out);
    }
    default:
      return false;
  }
}

bool read_number(std::int64_t number, Kind kind, Content& out) {
  if (kind == Kind::integer || (kind == Kind::count && number >= 0)) {
    out = number;
    return true;
  }
  if (kind != Kind::seconds || number <= 0 || number > kLastSecond) return false;
  out = Time{number * 1000};
  return true;
}

bool read_total(Doc counts, Content& out) {
  if (!counts.is_object() || counts.size() == 0) return false;
  std::int64_t total = 0;
  for (const auto [name, value] : counts.members()) {
    const std::int64_t count = value.integer().value_or(0);
    if (count >= 0 && count <= kMaxJudges) total += count;
  }
  out = total;
  return true;
}

bool read_content(Doc value, Kind kind, Content& out) {
  if (kind == Kind::total) return read_total(value, out);
  if (const auto text = value.text()) return read_text(*text, kind, out);
  if (const auto number = value.integer()) return read_number(*number, kind, out);
  return false;
}

bool has(const std::vector<Attribute>& all, std::string_view name) {
  return std::any_of(all.begin(), all.end(),
                     [&](const Attribute& each) { return each.name == name; });
}

void put(std::vector<Attribute>& all, std::string_view name, const Content& content) {
  if (!name.empty() && !has(all, name)) all.push_back({std::string(name), content});
}

}  // namespace

std::span<const FieldRule> fields_of(Thing thing) {
  switch (thing) {
    case Thing::file:
      return kFile;
    case Thing::domain:
      return kDomain;
    case Thing::address:
      return kAddress;
    case Thing::url:
      return kUrl;
    case Thing::none:
      break;
  }
  return {};
}
std::span<const FieldRule> verdict_fields() { return kVerdict; }
std::span<const FieldRule> sigma_fields() { return kSigma; }
std::span<const FieldRule> record_fields() { return kRecord; }
std::span<const FieldRule> tactic_fields() { return kTactic; }
std::span<const FieldRule> technique_fields() { return kTechnique; }
std::span<const FieldRule> signature_fields() { return kSignature; }

std::vector<std::string> report_paths() {
  const std::string attributes = "data.attributes", rules = attributes + ".sigma_analysis_results";
  std::vector<std::string> out = {"error", "data.error", "data.id",
                                  rules + ".match_context.values"};
  for (const Thing each : {Thing::file, Thing::domain, Thing::address, Thing::url}) {
    add_paths(out, attributes, fields_of(each));
  }
  add_paths(out, attributes, verdict_fields());
  add_paths(out, attributes + ".last_dns_records", record_fields());
  add_paths(out, rules, sigma_fields());
  return out;
}

std::vector<std::string> tree_paths() {
  const std::string tactics = "data.*.tactics", techniques = tactics + ".techniques";
  std::vector<std::string> out = {"error", "data.error"};
  add_paths(out, tactics, tactic_fields());
  add_paths(out, techniques, technique_fields());
  add_paths(out, techniques + ".signatures", signature_fields());
  return out;
}

std::vector<std::string> behaviour_paths() {
  std::vector<std::string> out = {"error", "data.error", "data.attributes.sandbox_name"};
  for (const std::string_view each : sandbox::behaviour_members()) {
    out.push_back("data.attributes." + std::string(each));
  }
  return out;
}

std::string Fields::text(std::string_view attribute) const {
  for (const Attribute& each : attributes) {
    const auto* text = std::get_if<std::string>(&each.value);
    if (text && each.name == attribute) return *text;
  }
  return {};
}

Fields FieldReader::read(Doc object, std::span<const FieldRule> rules) {
  Fields out;
  for (const FieldRule& rule : rules) {
    const Doc value = walk(object, rule.path);
    if (rule.kind == Kind::own || value.is_null()) continue;
    if (rule.kind == Kind::names)
      read_names(value, rule, out);
    else
      read_one(value, rule, out);
  }
  return out;
}

void FieldReader::read_one(Doc value, const FieldRule& rule, Fields& out) {
  Content content;
  if (!read_content(value, rule.kind, content)) {
    const bool says_nothing = value.text() == "" || value.text() == "TNULL";
    return leave_out(says_nothing ? 0 : 1);
  }
  put(out.attributes, rule.attribute, content);
  put(out.facts, rule.fact, content);
  put(out.facts, rule.neutral, content);
}

void FieldReader::read_names(Doc value, const FieldRule& rule, Fields& out) {
  std::set<std::string> seen;
  for (const Attribute& each : out.attributes) {
    const auto* text = std::get_if<std::string>(&each.value);
    if (text && each.name == rule.attribute) seen.insert(*text);
  }
  std::size_t taken = seen.size();
  const auto take = [&](Doc each) {
    const std::string name = line_of(each.text().value_or(""));
    if (name.empty()) return leave_out(each.text() == "" ? 0 : 1);
    if (!seen.insert(name).second) return;
    if (taken >= max_names_) return static_cast<void>(++names_left_out_);
    ++taken;
    out.attributes.push_back({std::string(rule.attribute), name});
  };
  if (!value.is_list()) return take(value);
  for (const Doc each : value) take(each);
}

}  // namespace rulemap::virustotal
