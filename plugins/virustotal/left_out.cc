#include "left_out.h"

#include <algorithm>
#include <set>

#include "field_tables.h"
#include "rulemap/sandbox/behaviour.h"

namespace rulemap::virustotal {
namespace {

constexpr std::string_view kEngines = "each engine's own word: their counts are read";
constexpr std::string_view kFormat =
    "the inside of one file format: nothing in it names another thing";
constexpr std::string_view kService = "what VirusTotal itself can do with the object";
constexpr std::string_view kCounts = "counts of a list that is read itself";

constexpr LeftOut kFile[] = {
    {"last_analysis_results", kEngines},
    {"androguard", kFormat},
    {"bundle_info", kFormat},
    {"class_info", kFormat},
    {"deb_info", kFormat},
    {"dot_net_assembly", kFormat},
    {"dot_net_guids", kFormat},
    {"elf_info", kFormat},
    {"exiftool", "texts of the file itself: its MIME type is read"},
    {"html_info", kFormat},
    {"image_code_injections", kFormat},
    {"isoimage_info", kFormat},
    {"javascript_info", kFormat},
    {"jar_info", kFormat},
    {"lnk_info", kFormat},
    {"macho_info", kFormat},
    {"msi_info", kFormat},
    {"office_info", kFormat},
    {"openxml_info", kFormat},
    {"pdf_info", kFormat},
    {"pe_info", "the inside of one file format: its imphash is read"},
    {"powershell_info", kFormat},
    {"rombios_info", kFormat},
    {"rtf_info", kFormat},
    {"snort", "alerts of an older form: crowdsourced_ids_results has them"},
    {"suricata", "alerts of an older form: crowdsourced_ids_results has them"},
    {"swf_info", kFormat},
    {"vba_info", kFormat},
    {"filecondis", "a picture of the file for VirusTotal's own search for likeness"},
    {"available_tools", kService},
    {"downloadable", kService},
    {"sigma_analysis_stats", kCounts},
    {"sigma_analysis_summary", kCounts},
    {"crowdsourced_ids_stats", kCounts},
    {"crowdsourced_ids_results", "read as matches, apart from these tables"},
    {"crowdsourced_yara_results", "read as matches, apart from these tables"},
};
constexpr LeftOut kDomain[] = {
    {"last_analysis_results", kEngines},
    {"tld", "the end of the domain itself"},
    {"rdap", "the registry's record in another form: whois is read"},
};
constexpr LeftOut kAddress[] = {
    {"last_analysis_results", kEngines},
    {"rdap", "the registry's record in another form: whois is read"},
};
constexpr LeftOut kUrl[] = {
    {"last_analysis_results", kEngines},
    {"tld", "the end of the URL's own host"},
    {"has_content", kService},
    {"html_meta", "texts of the page itself: its title is read"},
    {"last_http_response_cookies", "values of one visitor: they name nobody"},
    {"trackers", "counters of visitors on the page"},
};
constexpr LeftOut kRuns[] = {
    {"has_evtx", kService},
    {"has_html_report", kService},
    {"has_memdump", kService},
    {"has_pcap", kService},
    {"last_modification_date", "when VirusTotal last touched the report: its own date is read"},
    {"memory_dumps", "names of files that need a key of another kind"},
    {"files_attribute_changed", "no rule asks for it: files that are written are read"},
    {"registry_keys_opened", "no rule asks for it: keys that are set or deleted are read"},
    {"processes_killed", "the sandbox's own work: processes that end are read"},
    {"ids_alerts", "read as matches, apart from these tables"},
    {"ids_results", "read as matches, apart from these tables"},
};

using Names = std::set<std::string, std::less<>>;

void add(Names& to, std::span<const FieldRule> rules) {
  for (const FieldRule& each : rules) to.emplace(each.path.substr(0, each.path.find('.')));
}
void add(Names& to, std::span<const LeftOut> all) {
  for (const LeftOut& each : all) to.emplace(each.name);
}

Names names_of(Thing thing) {
  Names out;
  add(out, fields_of(thing));
  add(out, server_fields(thing));
  add(out, verdict_fields());
  add(out, left_out_of(thing));
  return out;
}

Names names_of_runs() {
  Names out;
  add(out, run_fields());
  add(out, left_out_of_runs());
  for (const std::string_view each : sandbox::behaviour_members()) out.emplace(each);
  return out;
}

std::vector<std::string> not_among(const Names& names, Doc object) {
  std::vector<std::string> out;
  for (const auto [name, value] : object.members()) {
    if (!value.is_null() && !names.contains(name)) out.emplace_back(name);
  }
  return out;
}

}  // namespace

std::vector<std::string> unread_in(Thing thing, Doc attributes) {
  static const Names kNames[] = {names_of(Thing::none), names_of(Thing::file),
                                 names_of(Thing::domain), names_of(Thing::address),
                                 names_of(Thing::url)};
  return not_among(kNames[static_cast<int>(thing)], attributes);
}

std::vector<std::string> unread_in_run(Doc attributes) {
  static const Names kNames = names_of_runs();
  return not_among(kNames, attributes);
}

std::span<const LeftOut> left_out_of(Thing thing) {
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
std::span<const LeftOut> left_out_of_runs() { return kRuns; }

}  // namespace rulemap::virustotal
