// parse_with_yaml_cpp: yaml-cpp's event handler -> TreeBuilder, held against libyaml's reading.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <optional>
#include <streambuf>
#include <string>
#include <vector>

#include "rulemap/utf8/decode.h"
#include "rulemap/yaml/parse.h"
#include "source.h"
#include "tree_builder.h"

namespace rulemap::yaml {
namespace {

// Unwinds yaml-cpp's recursion once the builder wants no more; caught in this file.
struct Stop {};

// A stream over text that somebody else owns.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // never written: there is no overflow()
    setg(begin, begin, begin + text.size());
  }
};

class YamlCppDriver : public YAML::EventHandler {
 public:
  YamlCppDriver(std::string_view text, const Limits& limits) : text_(text), builder_(limits) {}

  Parsed run() {
    ViewBuffer buffer(text_);
    std::istream stream(&buffer);
    try {
      YAML::Parser parser(stream);
      while (parser.HandleNextDocument(*this)) {
      }
    } catch (const Stop&) {
      return builder_.take();
    } catch (const YAML::Exception& error) {
      builder_.report(place_of(error.mark), "this is not YAML: " + error.msg);
    }
    return builder_.take();
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  // Also called for a value that is not written, with the mark of whatever comes next.
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check_properties(mark, "?", anchor);
    const std::string_view word = null_word(mark);
    const Place place = place_of(mark);
    go_on(word.empty() ? builder_.absent(place) : builder_.scalar(place, std::string(word), false));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    go_on(builder_.alias(place_of(mark)));
  }

  // yaml-cpp tags what is plain "?" and what is quoted or a block "!".
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_properties(mark, tag, anchor);
    go_on(builder_.scalar(place_of(mark), value, tag != "?"));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    check_properties(mark, tag, anchor);
    go_on(builder_.open(Node::Kind::list, place_of(mark)));
  }
  void OnSequenceEnd() override { go_on(builder_.close()); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    check_properties(mark, tag, anchor);
    go_on(builder_.open(Node::Kind::map, place_of(mark)));
  }
  void OnMapEnd() override { go_on(builder_.close()); }

 private:
  void go_on(bool yes) {
    if (!yes) throw Stop{};
  }

  void check_properties(const YAML::Mark& mark, std::string_view tag, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) go_on(builder_.report_anchor(place_of(mark)));
    if (tag != "?" && tag != "!" && !tag.empty()) go_on(builder_.report_tag(place_of(mark)));
  }

  std::string_view null_word(const YAML::Mark& mark) const;
  Place place_of(const YAML::Mark& mark);

  std::string_view text_;
  TreeBuilder builder_;
  // Up to where characters were counted, so that one long line is not counted again and again.
  YAML::Mark counted_;
  std::size_t counted_characters_ = 0;
};

// The null word written at `mark`, or nothing where no value is written there.
std::string_view YamlCppDriver::null_word(const YAML::Mark& mark) const {
  const std::string_view rest = text_.substr(std::min<std::size_t>(mark.pos, text_.size()));
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (!rest.starts_with(word)) continue;
    std::string_view after = rest.substr(word.size());
    after.remove_prefix(std::min(after.find_first_not_of(" \t"), after.size()));
    const bool ends =
        after.empty() || std::string_view("\r\n#,:]}").find(after[0]) != std::string_view::npos;
    const bool glued = after.starts_with('#') && after.data() == rest.data() + word.size();
    if (ends && !glued) return word;
  }
  return {};
}

// yaml-cpp counts bytes; places count characters.
Place YamlCppDriver::place_of(const YAML::Mark& mark) {
  if (mark.is_null()) return {1, 1};
  const std::size_t end = std::min<std::size_t>(mark.pos, text_.size());
  const bool further = mark.line == counted_.line && mark.pos >= counted_.pos;
  const std::size_t start = further ? counted_.pos : end - std::min<std::size_t>(mark.column, end);
  if (!further) counted_characters_ = 0;
  counted_characters_ += utf8::count_characters(text_.substr(start, end - start));
  counted_ = mark;
  counted_.pos = static_cast<int>(end);
  return {static_cast<std::uint32_t>(mark.line + 1),
          static_cast<std::uint32_t>(counted_characters_ + 1)};
}

// Where two unequal trees part.
Place parting(const Node& a, const Node& b) {
  for (std::size_t i = 0; i < std::min(a.items.size(), b.items.size()); ++i) {
    if (!same(a.items[i], b.items[i])) return parting(a.items[i], b.items[i]);
  }
  for (std::size_t i = 0; i < std::min(a.members.size(), b.members.size()); ++i) {
    const Member& x = a.members[i];
    const Member& y = b.members[i];
    if (x.key != y.key || x.place != y.place) return x.place;
    if (!same(x.value, y.value)) return parting(x.value, y.value);
  }
  return a.place;
}

// Where yaml-cpp's reading leaves libyaml's, if it does.
std::optional<Place> disagreement(const Parsed& parsed, const Parsed& strict) {
  if (!parsed.ok()) return parsed.problems.front().place;
  const std::vector<Node>& ours = parsed.documents;
  const std::vector<Node>& theirs = strict.documents;
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
    if (!same(ours[i], theirs[i])) return parting(ours[i], theirs[i]);
  }
  if (ours.size() == theirs.size()) return std::nullopt;
  return ours.size() > theirs.size() ? ours.back().place : theirs.back().place;
}

}  // namespace

// yaml-cpp alone is too lenient for a file that decides what runs: it ends quietly at an open
// quote at top level, starts a new document at a stray line, and takes tabs as indentation. So
// libyaml judges first, and what the two read differently is refused.
Parsed parse_with_yaml_cpp(std::string_view text, const Limits& limits) {
  Parsed strict = parse_with_libyaml(text, limits);
  if (!strict.ok()) return strict;
  Parsed parsed = YamlCppDriver(without_bom(text), limits).run();
  if (const auto place = disagreement(parsed, strict)) {
    parsed.problems = {
        {*place, "YAML parsers read this in different ways; write it in a plainer form"}};
  }
  return parsed;
}

}  // namespace rulemap::yaml
