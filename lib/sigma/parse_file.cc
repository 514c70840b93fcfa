#include <array>
#include <utility>

#include "collection.h"
#include "correlation_reader.h"
#include "detection.h"
#include "documents.h"
#include "drafts.h"
#include "reader.h"
#include "slips.h"

namespace rulemap::sigma {
namespace {

class FileParser {
 public:
  FileParser(const RuleText& text, const LoadOptions& options)
      : options_(options), problems_(text.path, options.limits.problems) {
    out_.path = text.path;
    budget_.tests = options.limits.values * 2;
  }

  FileDraft run(std::string_view text) {
    for (yaml::Node& each : documents(text)) document(each);
    out_.problems = problems_.take();
    return std::move(out_);
  }

  HeaderDraft headers(std::string_view text) {
    HeaderDraft out;
    for (yaml::Node& each : documents(text)) {
      if (each.find("filter")) continue;
      Header header =
          read_header(each, each.find("correlation") ? "a correlation" : "a rule", problems_);
      const yaml::Node* const id = each.find("id");
      const bool has_wrong_id = header.id.empty() && id && !id->is_null();
      if (!header.title.empty() && !has_wrong_id) out.headers.push_back(std::move(header));
    }
    out.problems = problems_.take();
    return out;
  }

 private:
  std::vector<yaml::Node> documents(std::string_view text) {
    yaml::Limits limits;
    limits.bytes = options_.limits.file_bytes;
    // So many values in a list, and room for the rest.
    limits.nodes = options_.limits.values * 2 + 10'000;
    return join_collection(read_documents(text, limits, problems_), problems_);
  }

  void document(yaml::Node& node) {
    const bool is_rule = node.find("detection") != nullptr;
    const bool is_correlation = node.find("correlation") != nullptr;
    const bool is_filter = node.find("filter") != nullptr;
    if (int{is_rule} + int{is_correlation} + int{is_filter} > 1) {
      return problems_.error(node.place,
                             "a document has one of `detection`, `correlation` and `filter`; put "
                             "`---` between documents");
    }
    const std::size_t errors = problems_.errors();
    if (is_correlation) {
      keep(out_.correlations, read_correlation(node, problems_), errors);
    } else if (is_filter) {
      keep(out_.filters, filter(node), errors);
    } else {
      keep(out_.rules, rule(node), errors);
    }
  }

  template <class Draft>
  void keep(std::vector<Draft>& drafts, Draft draft, std::size_t errors) {
    if (problems_.errors() == errors) drafts.push_back(std::move(draft));
  }

  Rule rule(yaml::Node& node) {
    Rule out;
    warn_of_slips(node, problems_);
    out.header = read_header(node, "a rule", problems_);
    out.source = read_log_source(node, "a rule", problems_);
    const yaml::Node* const detection = Reader(node, "a rule", problems_).required_map("detection");
    if (!detection) return out;
    const yaml::Node* const timeframe = detection->find("timeframe");
    const bool is_of_aggregation = timeframe && timeframe->is_scalar();
    if (is_of_aggregation) {
      problems_.warning(
          timeframe->place,
          "`timeframe` says nothing in Sigma 2; a span of time belongs to a correlation");
    }
    constexpr std::array<std::string_view, 1> kOthers = {"timeframe"};
    out.expression =
        read_detection(*detection, "", std::span(kOthers).first(is_of_aggregation ? 1 : 0),
                       options_, budget_, problems_);
    return out;
  }

  FilterDraft filter(yaml::Node& node) {
    FilterDraft out;
    warn_of_slips(node, problems_);
    out.header = read_header(node, "a filter", problems_);
    out.source = read_log_source(node, "a filter", problems_);
    yaml::Node* const map = Reader(node, "a filter", problems_).required_map("filter");
    if (!map) return out;
    out.rules = Reader(*map, "a filter", problems_)
                    .references("rules", "a list of ids or names, or the word any");
    const yaml::Node* const rules = map->find("rules");
    out.for_any = rules && rules->is_scalar() && rules->text == "any";
    constexpr std::array<std::string_view, 1> kOthers = {"rules"};
    out.expression =
        read_detection(*map, out.header.title + " / ", kOthers, options_, budget_, problems_);
    return out;
  }

  const LoadOptions& options_;
  Budget budget_;
  Problems problems_;
  FileDraft out_;
};

}  // namespace

FileDraft parse_file(const RuleText& text, const LoadOptions& options) {
  return FileParser(text, options).run(text.text);
}

HeaderDraft parse_headers(const RuleText& text, const LoadOptions& options) {
  return FileParser(text, options).headers(text.text);
}

}  // namespace rulemap::sigma
