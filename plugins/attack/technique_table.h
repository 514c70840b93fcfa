// ATT&CK's techniques by id, as one edition of the data has them, and what became of revoked ones.
// The compiled-in edition is data/techniques.tsv; cluster_file.h reads any other one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::attack_map {

struct KnownTechnique {
  std::string id;                    // T1055.001
  std::string name;                  // Dynamic-link Library Injection
  std::string cluster;               // the value of its MISP cluster: "NAME - ID"
  std::vector<std::string> tactics;  // sorted
  std::string successor;             // the id it was revoked for; empty: it stands, or has none

  friend bool operator==(const KnownTechnique&, const KnownTechnique&) = default;
};

class TechniqueTable {
 public:
  TechniqueTable() = default;
  // Of two techniques with one id the first counts.
  explicit TechniqueTable(std::vector<KnownTechnique> all);

  // The technique with exactly this id, or nullptr. Lives as long as the table.
  const KnownTechnique* find(std::string_view id) const;
  // What the technique of this id is called today: its revocations followed to the end. Where they
  // lead out of the table the last known one, where they lead in a circle the technique itself.
  const KnownTechnique* current(std::string_view id) const;

  // In the order of their ids.
  const std::vector<KnownTechnique>& all() const { return all_; }

 private:
  std::vector<KnownTechnique> all_;
};

// Lines of seven columns: id name uuid tactics parent revoked revoked_by. Comments begin with #;
// tactics, which MISP keeps in the same cluster, are skipped. Fails with the line in `where`.
Result<TechniqueTable> table_from_tsv(std::string_view text);

// The edition inside this plugin. Fails only where its build went wrong.
Result<TechniqueTable> compiled_in_table();

// "T1055.001" -> "T1055"; empty for a technique that has no parent.
std::string_view parent(const KnownTechnique& technique);

}  // namespace rulemap::attack_map
