// The ATT&CK techniques that one sandbox saw, each once, with the reasons that it gave.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fields.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxTechniques = 1000;  // of a file
inline constexpr std::size_t kMaxReasons = 20;       // of a technique in a sandbox

struct SandboxTechnique {
  Technique technique;                 // tactics in ATT&CK's short form: defense-evasion
  std::vector<std::string> refs = {};  // to other parts of the sandbox's report, as it names them
  std::int64_t evidence_left_out = 0;
};

class TechniqueList {
 public:
  // Appends to `out`, which the lists of several sandboxes share.
  TechniqueList(std::string sandbox, FieldReader& reader, std::vector<SandboxTechnique>& out)
      : sandbox_(std::move(sandbox)), reader_(reader), out_(out) {}

  // False, and counted, where it has neither id nor name, or there are too many.
  bool add(const Fields& said);
  // Of the technique that was added last. `tactic` as ATT&CK's pages name it.
  void add_tactic(std::string_view tactic);
  void add_reason(std::string_view severity, const std::string& description);
  void add_ref(const std::string& ref);

 private:
  struct Seen {
    std::size_t index;
    std::size_t severity = 0;
    std::set<std::string> reasons = {};
  };

  std::string sandbox_;
  FieldReader& reader_;
  std::vector<SandboxTechnique>& out_;
  std::map<std::string, Seen> seen_;
  Seen* last_ = nullptr;
};

}  // namespace rulemap::virustotal
