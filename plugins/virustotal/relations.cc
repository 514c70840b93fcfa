#include "relations.h"

#include <algorithm>
#include <utility>

#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

using enum Thing;
constexpr Access kPremium = Access::premium;
constexpr Access kStandard = Access::standard;

constexpr RelationRule kRelations[] = {
    {file, "contacted_domains", "communicates-with", false, kStandard},
    {file, "contacted_ips", "communicates-with", false, kStandard},
    {file, "contacted_urls", "communicates-with", false, kStandard},
    {file, "dropped_files", "drops", false, kStandard},
    {file, "bundled_files", "contains"},
    {file, "execution_parents", "executes", true},
    {file, "pe_resource_children", "contains"},
    {file, "pe_resource_parents", "contains", true},
    {file, "compressed_parents", "contains", true, kPremium},
    {file, "email_attachments", "contains", false, kPremium},
    {file, "email_parents", "contains", true, kPremium},
    {file, "embedded_domains", "mentions", false, kPremium},
    {file, "embedded_ips", "mentions", false, kPremium},
    {file, "embedded_urls", "mentions", false, kPremium},
    {file, "itw_domains", "downloaded-from", false, kPremium},
    {file, "itw_ips", "downloaded-from", false, kPremium},
    {file, "itw_urls", "downloaded-from", false, kPremium},
    {file, "memory_pattern_domains", "mentions", false, kPremium},
    {file, "memory_pattern_ips", "mentions", false, kPremium},
    {file, "memory_pattern_urls", "mentions", false, kPremium},
    {file, "similar_files", "similar", false, kPremium},
    {domain, "resolutions", "resolves-to", false, kStandard},
    {domain, "subdomains", "subdomain-of", true},
    {domain, "siblings", "sibling-of"},
    {domain, "parent", "subdomain-of"},
    {domain, "immediate_parent", "subdomain-of"},
    {domain, "communicating_files", "communicates-with", true},
    {domain, "referrer_files", "mentions", true},
    {domain, "historical_ssl_certificates", "identified-by"},
    {domain, "historical_whois", "characterized-by"},
    {domain, "downloaded_files", "downloaded-from", true, kPremium},
    {domain, "urls", "hosted-by", true, kPremium},
    {domain, "caa_records", "uses", false, kPremium},
    {domain, "cname_records", "known-as", false, kPremium},
    {domain, "mx_records", "uses", false, kPremium},
    {domain, "ns_records", "uses", false, kPremium},
    {domain, "soa_records", "uses", false, kPremium},
    {address, "resolutions", "resolves-to", true, kStandard},
    {address, "communicating_files", "communicates-with", true},
    {address, "referrer_files", "mentions", true},
    {address, "historical_ssl_certificates", "identified-by"},
    {address, "historical_whois", "characterized-by"},
    {address, "downloaded_files", "downloaded-from", true, kPremium},
    {address, "urls", "hosted-by", true, kPremium},
    {url, "last_serving_ip_address", "hosted-by", false, kStandard},
    {url, "network_location", "hosted-by", false, kStandard},
    {url, "contacted_domains", "communicates-with", false, kPremium},
    {url, "contacted_ips", "communicates-with", false, kPremium},
    {url, "contacted_urls", "communicates-with", false, kPremium},
    {url, "downloaded_files", "downloaded-from", true, kPremium},
    {url, "communicating_files", "communicates-with", true, kPremium},
    {url, "referrer_files", "mentions", true, kPremium},
    {url, "redirecting_urls", "redirects-to", true, kPremium},
    {url, "redirects_to", "redirects-to", false, kPremium},
};

// Relations that are asked for another way, or hold what people wrote.
constexpr std::pair<std::string_view, std::string_view> kElsewhere[] = {
    {"behaviours", "`sandboxes: reports` reads what sandboxes saw"},
    {"comments", "what people wrote is not read"},
    {"votes", "the report counts them: vt.votes_malicious, vt.votes_harmless"},
    {"graphs", "what people drew is not read"},
    {"collections", "what people gathered is not read"},
    {"analyses", "the report is the newest of them"},
    {"submissions", "who sent it is not read"},
    {"screenshots", "pictures are not read"},
};

// How many single letters are between two words, roughly: those that stand in one place alike.
std::size_t likeness(std::string_view a, std::string_view b) {
  std::size_t begin = 0, end = 0;
  while (begin < std::min(a.size(), b.size()) && a[begin] == b[begin]) ++begin;
  while (end < std::min(a.size(), b.size()) - begin &&
         a[a.size() - 1 - end] == b[b.size() - 1 - end]) {
    ++end;
  }
  return begin + end;
}

std::string nearest(std::string_view name) {
  std::string_view best;
  for (const RelationRule& each : kRelations) {
    if (best.empty() || likeness(each.name, name) > likeness(best, name)) best = each.name;
  }
  return likeness(best, name) * 2 >= name.size() ? std::string(best) : std::string();
}

Error unknown(std::string_view name) {
  const std::string shown = "`" + line_of(name, 80) + "`";
  for (const auto& [other, why] : kElsewhere) {
    if (other == name) {
      return {"`relations` does not read " + shown + ": " + std::string(why), "relations"};
    }
  }
  const std::string near = nearest(name);
  return {"`relations` knows no " + shown +
              (near.empty() ? ": `default`, or names of docs/virustotal.md"
                            : "; did you mean `" + near + "`?"),
          "relations"};
}

void add(std::vector<const RelationRule*>& to, const RelationRule& rule) {
  if (std::find(to.begin(), to.end(), &rule) == to.end()) to.push_back(&rule);
}

}  // namespace

std::span<const RelationRule> all_relations() { return kRelations; }

const RelationRule* find_relation(Thing of, std::string_view name) {
  const auto found =
      std::find_if(std::begin(kRelations), std::end(kRelations),
                   [&](const RelationRule& each) { return each.of == of && each.name == name; });
  return found == std::end(kRelations) ? nullptr : &*found;
}

Result<void> validate_relations(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const bool is_known = name == kDefaultRelations ||
                          std::any_of(std::begin(kRelations), std::end(kRelations),
                                      [&](const RelationRule& each) { return each.name == name; });
    if (!is_known) return unknown(name);
  }
  return {};
}

std::vector<const RelationRule*> relations_of(Thing thing, const std::vector<std::string>& names) {
  std::vector<const RelationRule*> out;
  for (const std::string& name : names) {
    for (const RelationRule& each : kRelations) {
      const bool is_meant =
          name == kDefaultRelations ? each.access == Access::standard : each.name == name;
      if (each.of == thing && is_meant) add(out, each);
    }
  }
  return out;
}

std::string relations_query(const std::vector<const RelationRule*>& relations) {
  std::string out;
  for (const RelationRule* each : relations) {
    out += (out.empty() ? "?relationships=" : ",") + std::string(each->name);
  }
  return out;
}

}  // namespace rulemap::virustotal
