#include "documents.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rulemap::sigma {
namespace {

// From one line that begins with `---` to the next: no text of YAML holds such a line.
struct Part {
  std::string_view text;
  std::uint32_t lines_before = 0;
};

bool begins_document(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' ||
                                     line[3] == '\r' || line[3] == '\n');
}

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts(1);
  std::uint32_t line = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++line) {
    if (at > begin && begins_document(text.substr(at))) {
      parts.back().text = text.substr(begin, at - begin);
      parts.push_back({{}, line});
      begin = at;
    }
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
  }
  parts.back().text = text.substr(begin);
  return parts;
}

void move_down(yaml::Node& node, std::uint32_t lines) {
  node.place.line += lines;
  for (yaml::Node& item : node.items) move_down(item, lines);
  for (yaml::Member& member : node.members) {
    member.place.line += lines;
    move_down(member.value, lines);
  }
}

void report(const std::vector<yaml::Problem>& found, std::uint32_t lines, Problems& problems) {
  for (const yaml::Problem& problem : found) {
    problems.error({problem.place.line + lines, problem.place.column}, problem.message);
  }
}

}  // namespace

std::vector<yaml::Node> read_documents(std::string_view text, const yaml::Limits& limits,
                                       Problems& problems) {
  yaml::Parsed whole = yaml::parse_with_libyaml(text, limits);
  if (whole.ok()) return std::move(whole.documents);
  const std::vector<Part> parts =
      text.size() <= limits.bytes ? parts_of(text) : std::vector<Part>(1);
  if (parts.size() == 1) {
    report(whole.problems, 0, problems);
    return {};
  }
  std::vector<yaml::Node> documents;
  yaml::Limits left = limits;
  for (const Part& part : parts) {
    yaml::Parsed parsed = yaml::parse_with_libyaml(part.text, left);
    report(parsed.problems, part.lines_before, problems);
    for (yaml::Node& each : parsed.documents) {
      left.nodes -= std::min(left.nodes, nodes_in(each));
      if (!parsed.ok()) continue;
      move_down(each, part.lines_before);
      documents.push_back(std::move(each));
    }
  }
  return documents;
}

std::size_t nodes_in(const yaml::Node& node) {
  std::size_t count = 1;
  for (const yaml::Node& item : node.items) count += nodes_in(item);
  for (const yaml::Member& member : node.members) count += 1 + nodes_in(member.value);
  return count;
}

}  // namespace rulemap::sigma
