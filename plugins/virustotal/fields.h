// What is read of VirusTotal's answers, as tables: where a value stands, what it has to be, where
// it goes. A value that is not what it has to be is left out and counted; none is needed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/model.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxTexts = 100;  // of an attribute that may stand more than once

enum class Kind {
  count,    // a whole number from 0
  integer,  // any whole number
  seconds,  // Unix seconds in the years 1970 to 9999; 0 is VirusTotal's "no date"
  digits,   // the same, written as a text of digits
  date,     // "2020-08-12 12:07:40", of UTC
  total,    // an object of counts: their sum
  length,   // a list: how many entries it has
  flag,     // true or false
  line,     // text for people
  block,    // the same of several lines
  word,     // an identifier
  names,    // one text or a list of texts, capped by the reader
  texts,    // the same, capped at kMaxTexts
  split,    // one text of several, with semicolons between
  pairs,    // an object of texts: "name: text" each; a list of texts counts as one
  entries,  // objects: the `members` of each with ": " between; of an object its names go first
  counted,  // a list of {value, count}: the values
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
  std::string_view members = {};    // of kind `entries`: "severity,title"
};

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
  void read_texts(Doc value, const FieldRule& rule, Fields& out);

  std::size_t max_names_;
  std::int64_t values_left_out_ = 0;
  std::int64_t names_left_out_ = 0;
};

// The member at a path; null where there is none.
Doc walk(Doc object, std::string_view path);

}  // namespace rulemap::virustotal
