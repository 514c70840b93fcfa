// Every report that a folder of real VirusTotal bodies holds: of files, domains, addresses and
// URLs; alone, in lists, in feeds and in search results.
#pragma once

#include <string>
#include <vector>

#include "e2e/json_text.h"

namespace rulemap::e2e {

struct VtReport {
  std::string type;       // file, domain, ip_address, url
  std::string id;         // VirusTotal's own
  std::string indicator;  // what an analyst would have in the list: a hash, the domain, the URL
  JsonText object;        // with type, id and attributes

  Doc attributes() const { return object.root()["attributes"]; }
};

// Sorted by type and id; of several reports on one thing the one that says most. Hashes are MD5,
// SHA-1 and SHA-256 in turn, where the report has them.
std::vector<VtReport> read_vt_reports(const std::string& folder);

}  // namespace rulemap::e2e
