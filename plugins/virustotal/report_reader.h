// The report on a file, domain, address or URL: VirusTotal's object as a record takes it.
#pragma once

#include <string>
#include <vector>

#include "fields.h"
#include "rulemap/sdk/result.h"
#include "sigma_reader.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxAddresses = 100;  // of a domain

struct Asked {
  std::string type;   // ioc.type
  std::string value;  // ioc.value
};

struct Report {
  std::string id;  // sha256 of a file; of other things the value that was asked
  std::string permalink;
  Observable subject;
  std::vector<Attribute> facts;  // by whole names: vt.malicious, reputation.total
  std::vector<SigmaResult> rules;
};

// `data` of the answer. An error where it has no attributes, or is of another file than asked.
Result<Report> read_report(const Asked& asked, Doc data, FieldReader& reader);

}  // namespace rulemap::virustotal
