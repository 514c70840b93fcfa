// From an indicator to the place where VirusTotal speaks of it, and to the page that people read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::virustotal {

enum class Thing { none, file, domain, address, url };

// What an indicator of this type is to VirusTotal; none for types that it does not keep.
Thing thing_of(std::string_view ioc_type);

// What a report on it is called in a plan of the run.
std::string_view report_kind(Thing thing);

// "/files/44d88612fea8a8f36de82e1278abb02f", to stand behind the API's address. An error where
// `value` cannot be of its type, so that no value becomes another path.
Result<std::string> report_path(std::string_view ioc_type, std::string_view value);

// "/files/HASH/behaviour_mitre_trees": what VirusTotal keeps of a file beside its report.
std::string file_path(std::string_view hash, std::string_view what);
// The runs of a file in sandboxes, from `cursor` on; so many in one answer at most.
std::string behaviours_path(std::string_view hash, std::string_view cursor = {});
inline constexpr std::size_t kMaxRuns = 40;
// So many entries of a list that is below the path `of`, from `cursor` on.
std::string page_path(std::string_view of, std::string_view list, std::size_t limit,
                      std::string_view cursor);

// The page for people. `id` as VirusTotal spells it: sha256 of a file or URL, else the value.
std::string permalink(Thing thing, std::string_view id);

// RFC 4648 section 5, without padding: the form of a URL's id that VirusTotal makes canonical
// itself. The other form, a SHA-256, would have to be of the canonical URL, which only it knows.
std::string base64url(std::string_view bytes);

// Everything but unreserved characters and the colon of IPv6 addresses as %XX.
std::string percent_encoded(std::string_view segment);

}  // namespace rulemap::virustotal
