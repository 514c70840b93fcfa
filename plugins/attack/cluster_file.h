// A MISP galaxy cluster file of ATT&CK's techniques, mitre-attack-pattern.json, as the table that
// technique_table.h describes.
#pragma once

#include <string>

#include "rulemap/sdk/host.h"
#include "technique_table.h"

namespace rulemap::attack_map {

// The techniques of an already parsed file. Values without a technique's id are skipped; a file
// without any technique fails. `path` is for messages.
Result<TechniqueTable> table_from_cluster(Doc file, const std::string& path);

// Reads and parses the file at `path`. Fails with the place in `where`.
Result<TechniqueTable> read_cluster_file(const Host& host, const std::string& path);

}  // namespace rulemap::attack_map
