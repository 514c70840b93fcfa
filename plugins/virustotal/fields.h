// What is read of VirusTotal's answers, as tables: where a value stands, what it has to be, where
// it goes. A value that is not what it has to be is left out and counted; none is needed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "request_path.h"
#include "rulemap/sdk/model.h"

namespace rulemap::virustotal {

enum class Kind {
  count,    // a whole number from 0
  integer,  // any whole number
  seconds,  // Unix seconds in the years 1970 to 9999; 0 is VirusTotal's "no date"
  total,    // an object of counts: their sum
  line,     // text for people
  word,     // an identifier
  names,    // one text or a list of texts
  md5,
  sha1,
  sha256,
  url,
  network,  // CIDR
  own,      // read by code of its own
};

struct FieldRule {
  std::string_view path;  // below the object; a dot goes one object down
  Kind kind;
  std::string_view attribute = {};  // of the observable; the first value of a name stays
  std::string_view fact = {};       // VirusTotal's field of the record: vt.malicious
  std::string_view neutral = {};    // the neutral one: reputation.malicious
};

// Tables of `data.attributes`.
std::span<const FieldRule> fields_of(Thing thing);
std::span<const FieldRule> verdict_fields();  // of every thing
// Tables of the entries of lists.
std::span<const FieldRule> sigma_fields();      // sigma_analysis_results
std::span<const FieldRule> record_fields();     // last_dns_records
std::span<const FieldRule> tactic_fields();     // of a sandbox, in behaviour_mitre_trees
std::span<const FieldRule> technique_fields();  // of a tactic
std::span<const FieldRule> signature_fields();  // of a technique

// Where in an answer all that stands, as paths of Parts: what the tables do not name is not parsed.
std::vector<std::string> report_paths();
std::vector<std::string> tree_paths();
std::vector<std::string> behaviour_paths();

struct Fields {
  std::vector<Attribute> attributes;
  std::vector<Attribute> facts;  // by whole names: vt.malicious, reputation.total

  // Empty where there is no such attribute or it is no text.
  std::string text(std::string_view attribute) const;
};

class FieldReader {
 public:
  // At most so many values of kind `names` are taken.
  explicit FieldReader(std::size_t max_names = 0) : max_names_(max_names) {}

  Fields read(Doc object, std::span<const FieldRule> rules);

  // Values that were there and could not be used, or stood above a limit.
  void leave_out(std::size_t count = 1) { values_left_out_ += static_cast<std::int64_t>(count); }
  std::int64_t values_left_out() const { return values_left_out_; }
  std::int64_t names_left_out() const { return names_left_out_; }

 private:
  void read_one(Doc value, const FieldRule& rule, Fields& out);
  void read_names(Doc value, const FieldRule& rule, Fields& out);

  std::size_t max_names_;
  std::int64_t values_left_out_ = 0;
  std::int64_t names_left_out_ = 0;
};

}  // namespace rulemap::virustotal
