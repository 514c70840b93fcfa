// parse_with_libyaml: libyaml's event interface -> TreeBuilder.
#include <yaml.h>

#include <string>

#include "rulemap/yaml/parse.h"
#include "source.h"
#include "syntax_error.h"
#include "tree_builder.h"

namespace rulemap::yaml {
namespace {

Place to_place(const yaml_mark_t& mark) {
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

std::string_view to_view(const char* text) { return text == nullptr ? std::string_view() : text; }

class LibyamlDriver {
 public:
  LibyamlDriver(std::string_view text, const Limits& limits) : text_(text), builder_(limits) {
    if (yaml_parser_initialize(&parser_) == 0) return;
    ready_ = true;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    // libyaml asserts that there is a pointer; an empty view may have none.
    const char* data = text.data() != nullptr ? text.data() : "";
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(data),
                                 text.size());
  }
  ~LibyamlDriver() { yaml_parser_delete(&parser_); }
  LibyamlDriver(const LibyamlDriver&) = delete;
  LibyamlDriver& operator=(const LibyamlDriver&) = delete;

  Parsed run() {
    bool go_on = ready_;
    while (go_on) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) {
        report_syntax();
        break;
      }
      go_on = event.type != YAML_STREAM_END_EVENT && take(event);
      yaml_event_delete(&event);
    }
    return builder_.take();
  }

 private:
  bool take(const yaml_event_t& event) {
    const Place place = to_place(event.start_mark);
    switch (event.type) {
      case YAML_ALIAS_EVENT:
        return builder_.alias(place);
      case YAML_SCALAR_EVENT:
        return take_scalar(event.data.scalar, place, event.end_mark.index - event.start_mark.index);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& list = event.data.sequence_start;
        return take_properties(list.anchor, list.tag, place) &&
               builder_.open(Node::Kind::list, place);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& map = event.data.mapping_start;
        return take_properties(map.anchor, map.tag, place) && builder_.open(Node::Kind::map, place);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        return builder_.close();
      default:
        return true;
    }
  }

  using ScalarEvent = decltype(yaml_event_t::data.scalar);

  bool take_scalar(const ScalarEvent& scalar, Place place, std::size_t width) {
    if (!take_properties(scalar.anchor, scalar.tag, place)) return false;
    const bool quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (!quoted && width == 0) return builder_.absent(place);
    return builder_.scalar(
        place, std::string(reinterpret_cast<const char*>(scalar.value), scalar.length), quoted);
  }

  bool take_properties(const yaml_char_t* anchor, const yaml_char_t* tag, Place place) {
    if (anchor != nullptr && !builder_.report_anchor(place)) return false;
    return tag == nullptr || builder_.report_tag(place);
  }

  void report_syntax() {
    const SyntaxError error{to_view(parser_.problem), to_view(parser_.context),
                            to_place(parser_.problem_mark), to_place(parser_.context_mark)};
    Problem problem = explain(error, text_);
    builder_.report(problem.place, std::move(problem.message), problem.length);
  }

  std::string_view text_;
  TreeBuilder builder_;
  yaml_parser_t parser_ = {};
  bool ready_ = false;
};

}  // namespace

Parsed parse_with_libyaml(std::string_view text, const Limits& limits) {
  text = without_bom(text);
  if (auto problem = refused_text(text, limits)) return {{}, {std::move(*problem)}};
  return LibyamlDriver(text, limits).run();
}

}  // namespace rulemap::yaml
