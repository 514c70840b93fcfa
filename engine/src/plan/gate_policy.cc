#include "plan/gate_policy.h"

#include <filesystem>
#include <fstream>

#include "gate/marking.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kLongestLine = 16 * 1024;

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
}

// "corp.example # ours"; a # inside a word is the word's.
std::string_view without_comment(std::string_view line) {
  for (const std::string_view begin : {" #", "\t#"}) line = line.substr(0, line.find(begin));
  return trimmed(line);
}

class ListReader {
 public:
  ListReader(Planning& planning, const char* key, ValuePatterns& out)
      : planning_(planning), key_(key), out_(out) {}

  void read(const std::vector<Written>& entries) {
    for (const Written& each : entries) {
      if (each.text.starts_with('@')) {
        read_file(each);
      } else if (const auto added = out_.add(each.text); !added.ok()) {
        problem(each, added.error().message);
      }
    }
  }

 private:
  // One entry a line; `#` begins a comment.
  void read_file(const Written& written) {
    const std::filesystem::path path =
        std::filesystem::path(planning_.base_folder) / written.text.substr(1);
    std::error_code ignored;
    std::ifstream file(path);
    if (!std::filesystem::is_regular_file(path, ignored) || !file) {
      return problem(written, "there is no file `" + written.text.substr(1) + "`");
    }
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
      const std::string_view entry = without_comment(trimmed(line));
      if (entry.empty() || entry.starts_with('#')) continue;
      const auto added = entry.size() > kLongestLine ? Result<void>(Error{"the line is too long"})
                                                     : out_.add(entry);
      if (added.ok()) continue;
      return problem(written, written.text.substr(1) + ":" + std::to_string(number) + ": " +
                                  added.error().message);
    }
  }
  void problem(const Written& at, const std::string& why) {
    planning_.problem(at.place, at.text.size() + (at.quoted ? 2 : 0), "`" + key_ + "`: " + why,
                      "value");
  }

  Planning& planning_;
  std::string key_;
  ValuePatterns& out_;
};

}  // namespace

std::shared_ptr<const GatePolicy> gate_policy(Planning& planning, const GateFile& own) {
  const GateFile& base = planning.file.gate;
  const auto out = std::make_shared<GatePolicy>();
  const Written& tlp = own.max_tlp.empty() ? base.max_tlp : own.max_tlp;
  const Written& pap = own.max_pap.empty() ? base.max_pap : own.max_pap;
  if (!tlp.empty()) out->max_tlp = planning.checked_mark(tlp, "max_tlp", kTlpOrder);
  if (!pap.empty()) out->max_pap = planning.checked_mark(pap, "max_pap", kPapOrder);
  ListReader never(planning, "never_send", out->never_send);
  never.read(base.never_send);
  never.read(own.never_send);
  const GateFile& only = own.sends_only ? own : base;
  out->sends_only = only.sends_only;
  ListReader(planning, "send_only", out->send_only).read(only.send_only);
  return out;
}

}  // namespace rulemap::engine
