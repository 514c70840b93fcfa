#include "templates.h"

#include <string>

#define RULEMAP_TEMPLATE(symbol)  \
  extern "C" const char symbol[]; \
  extern "C" const char symbol##_end[];

RULEMAP_TEMPLATE(template_cmake)
RULEMAP_TEMPLATE(template_source)
RULEMAP_TEMPLATE(template_source_test)
RULEMAP_TEMPLATE(template_source_pipeline)
RULEMAP_TEMPLATE(template_step)
RULEMAP_TEMPLATE(template_step_test)
RULEMAP_TEMPLATE(template_step_pipeline)
RULEMAP_TEMPLATE(template_sink)
RULEMAP_TEMPLATE(template_sink_test)
RULEMAP_TEMPLATE(template_sink_pipeline)
#undef RULEMAP_TEMPLATE

namespace rulemap::cli {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::vector<Template> templates(std::string_view kind) {
#define RULEMAP_TEXT(symbol) between(symbol, symbol##_end)
  std::vector<Template> out{{"CMakeLists.txt", RULEMAP_TEXT(template_cmake)}};
  const auto add = [&](std::string_view code, std::string_view test, std::string_view pipeline) {
    out.push_back({"@FILE@.cc", code});
    out.push_back({"@FILE@_test.cc", test});
    out.push_back({"pipeline.yaml", pipeline});
  };
  if (kind == "source") {
    add(RULEMAP_TEXT(template_source), RULEMAP_TEXT(template_source_test),
        RULEMAP_TEXT(template_source_pipeline));
  } else if (kind == "sink") {
    add(RULEMAP_TEXT(template_sink), RULEMAP_TEXT(template_sink_test),
        RULEMAP_TEXT(template_sink_pipeline));
  } else {
    add(RULEMAP_TEXT(template_step), RULEMAP_TEXT(template_step_test),
        RULEMAP_TEXT(template_step_pipeline));
  }
#undef RULEMAP_TEXT
  return out;
}

}  // namespace rulemap::cli
