// The inputs of the benchmark: distinct indicators, and a recorded answer for every request that
// the pipeline will make of them. Bodies are those of templates with their names exchanged.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rulemap::bench {

// A body, and the texts in it that name its subject.
struct Template {
  std::string body;
  std::map<std::string, std::string> names;  // "id", "md5", "sha1", "url" -> as the body spells it
};

struct Templates {
  std::string origin;  // for people
  std::vector<Template> files, trees, domains, addresses, urls;
};

// Real bodies of a folder by kind (file_report, domain_report, ...), where it is there; otherwise
// the examples' recordings. Bodies over 256 KiB are left out.
Templates read_templates(const std::string& real_bodies, const std::string& recordings);

// Sizes of bodies in bytes.
struct Sizes {
  std::uint64_t count = 0, sum = 0, smallest = 0, median = 0, largest = 0;
};

struct Corpus {
  std::string folder;  // holds iocs.txt, recordings/ and what a run writes
  std::size_t indicators = 0;
  std::map<std::string, std::size_t> mix;  // type -> how many
  std::vector<std::string> bodies;         // paths of recordings
  Sizes sizes;
};

// Writes `count` distinct indicators and their recordings below `folder`, the same each time.
Corpus make_corpus(const Templates& templates, std::size_t count, const std::string& folder);

std::string read_file(const std::string& path);

}  // namespace rulemap::bench
