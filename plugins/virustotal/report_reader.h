// The report on a file, domain, address or URL: VirusTotal's object as a record takes it.
#pragma once

#include <string>
#include <vector>

#include "fields.h"
#include "observable_list.h"
#include "relation_reader.h"
#include "rule_match.h"
#include "rulemap/sdk/result.h"
#include "sigma_reader.h"

namespace rulemap::virustotal {

struct Asked {
  std::string type;                                 // ioc.type
  std::string value;                                // ioc.value
  std::vector<const RelationRule*> relations = {};  // asked for with the report
  bool wants_relations = false;                     // though the key may not ask for them
  std::size_t related = 0;                          // at most so many of each
};

struct Report {
  std::string id;  // sha256 of a file or URL; of other things the value that was asked
  std::string permalink;
  ObservableList observables;
  std::vector<Attribute> facts;  // by whole names: vt.malicious, reputation.total
  std::vector<SigmaResult> rules = {};
  std::vector<RuleMatch> other_rules = {};  // of IDS and YARA
  std::vector<std::string> cut = {};  // relations of which VirusTotal has more than are wanted
  std::vector<NextPage> next = {};    // relations of which more are wanted than came
};

// The type of observable that a thing is.
std::string_view observable_type(Thing thing);

// `data` of the answer. An error where it has no attributes, or is of another file than asked.
Result<Report> read_report(const Asked& asked, Doc data, FieldReader& reader);

}  // namespace rulemap::virustotal
