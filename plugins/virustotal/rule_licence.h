// Whose licence a detection rule stands under, and whether its text may be passed on. Rule text is
// kept only under the licences of one list; docs/detection-rules.md shows both tables.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rulemap::virustotal {

struct KnownLicence {
  std::string_view id;  // SPDX, or LicenseRef-
  bool text_may_be_kept;
};
struct KnownSource {
  std::string_view source;  // as VirusTotal names it, or the beginning of its address
  std::string_view licence;
};
std::span<const KnownLicence> known_licences();
std::span<const KnownSource> known_sources();

// The licence of what a source publishes; empty where it is not known. source: a name such as
// "Proofpoint Emerging Threats Open", or an address such as https://github.com/x/y.
std::string licence_of_source(std::string_view source);

// A licence as rules write it, by its id where it is known ("Detection Rule License 1.1
// https://..." is DRL-1.1), else as it was written.
std::string licence_named(std::string_view said);

// licence: an id. What is not on the list may not be kept.
bool text_may_be_kept(std::string_view licence);

}  // namespace rulemap::virustotal
