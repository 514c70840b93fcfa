// The sandboxes that said something of a record's file.
#pragma once

#include <string>
#include <vector>

#include "event/subject.h"

namespace rulemap::misp {

// Borrows the finding.
struct Sandbox {
  std::string name;
  std::string key;                      // of its report's observable, which need not be there
  const Observable* report = nullptr;   // null where it named techniques alone
  std::vector<const Technique*> named;  // techniques that it saw
};

struct Sandboxes {
  std::vector<Sandbox> list;
  std::size_t left_out = 0;  // beyond the 200 that one record may have
};

// None of a finding that is no file.
Sandboxes sandboxes_of(const Subject& subject);

MadeObject make_sandbox_report(const Subject& subject, const Sandbox& sandbox);

// The report of a provider that MISP has a template for, if one of those judged; nullopt where not.
std::optional<MadeObject> make_provider_report(const Subject& subject);

// The thing that it is, by which the finding's object refers to it.
Uuid provider_report_thing(const Subject& subject);

}  // namespace rulemap::misp
