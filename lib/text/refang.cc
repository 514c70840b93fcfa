#include "rulemap/text/refang.h"

#include "ascii.h"

namespace rulemap::ioc {
namespace {

struct Disguise {
  std::string_view written;  // in lower case
  std::string_view meant;
};

constexpr Disguise kDisguises[] = {
    {"[.]", "."},     {"(.)", "."}, {"{.}", "."},  {"[dot]", "."}, {"(dot)", "."},
    {"{dot}", "."},   {"\\.", "."}, {"[:]", ":"},  {"[/]", "/"},   {"[//]", "//"},
    {"[://]", "://"}, {"[@]", "@"}, {"[at]", "@"}, {"(at)", "@"},
};

constexpr Disguise kSchemes[] = {{"hxxp://", "http"}, {"hxxps://", "https"}, {"fxp://", "ftp"}};

bool ends_with(const std::string& text, std::string_view lower_end) {
  return text.size() >= lower_end.size() &&
         equals_lower(std::string_view(text).substr(text.size() - lower_end.size()), lower_end);
}

// Replaces a disguise at the end of `text`. One that the replacement completes is next in turn.
bool uncover_end(std::string& text) {
  for (const Disguise& disguise : kDisguises) {
    if (!ends_with(text, disguise.written)) continue;
    text.resize(text.size() - disguise.written.size());
    text += disguise.meant;
    return true;
  }
  return false;
}

}  // namespace

// Every prefix is free of disguises before the next character comes, so the whole is in the end.
std::string refang(std::string_view token) {
  std::string text;
  text.reserve(token.size());
  for (const char c : token) {
    text += c;
    while (uncover_end(text)) {
    }
  }
  for (const Disguise& scheme : kSchemes) {
    const std::string_view start = std::string_view(text).substr(0, scheme.written.size());
    if (!equals_lower(start, scheme.written)) continue;
    text.replace(0, scheme.written.size() - 3, scheme.meant);
    break;
  }
  return text;
}

}  // namespace rulemap::ioc
