#include "config/secret_words.h"

#include <algorithm>

namespace rulemap::engine {
namespace {

constexpr std::size_t kKeyDigits = 64;    // of VirusTotal's and of many others
constexpr std::size_t kLongestName = 24;  // of a variable that is not in capitals

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::size_t end_of(std::string_view text, std::size_t from, std::string_view ends) {
  return std::min(text.find_first_of(ends, from), text.size());
}

// `${...}` names a secret, it is none.
void add(std::string_view text, std::size_t from, std::size_t to, std::vector<Span>& out) {
  if (from < to && !text.substr(from).starts_with("${")) out.push_back({from, to});
}

// The word that ends before `end`.
std::string_view word_before(std::string_view text, std::size_t end) {
  std::size_t from = end;
  while (from > 0 && is_word(text[from - 1])) --from;
  return text.substr(from, end - from);
}

// In order, each as far as it goes.
std::vector<Span> joined(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.from < b.from; });
  std::vector<Span> out;
  for (const Span& each : spans) {
    if (out.empty() || each.from > out.back().to)
      out.push_back(each);
    else
      out.back().to = std::max(out.back().to, each.to);
  }
  return out;
}

}  // namespace

bool names_secret(std::string_view key) {
  const std::string name = lower(key);
  if (name.ends_with("key")) return true;
  for (const char* each : {"token", "passw", "pwd", "secret", "credential", "authorization"}) {
    if (name.find(each) != std::string::npos) return true;
  }
  return false;
}

bool is_variable_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  const bool words =
      std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) && c != '-'; });
  const bool capitals =
      std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return words && (capitals || text.size() <= kLongestName);
}

void find_in_urls(std::string_view text, std::vector<Span>& out) {
  for (std::size_t at = 0; (at = text.find("://", at)) != std::string_view::npos;) {
    at += 3;
    const std::size_t end = end_of(text, at, "/?# \t\"'`<>");
    const std::size_t user = text.substr(at, end - at).rfind('@');
    if (user != std::string_view::npos) add(text, at, at + user, out);
  }
  for (std::size_t at = 0; (at = text.find('=', at)) != std::string_view::npos; ++at) {
    const std::string_view name = word_before(text, at);
    const std::size_t before = at - name.size();
    if (before == 0 || (text[before - 1] != '?' && text[before - 1] != '&')) continue;
    if (names_secret(name)) add(text, at + 1, end_of(text, at + 1, "&# \t\"'`<>"), out);
  }
}

void find_keys(std::string_view text, std::vector<Span>& out) {
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  for (std::size_t at = 0; (at = text.find_first_of(kHex, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_not_of(kHex, at), text.size());
    if (end - at == kKeyDigits) out.push_back({at, end});
    at = end;
  }
}

void find_behind_keys(std::string_view line, std::vector<Span>& out) {
  for (std::size_t at = 0; (at = line.find(':', at)) != std::string_view::npos; ++at) {
    const bool quoted = at > 0 && (line[at - 1] == '"' || line[at - 1] == '\'');
    if (!names_secret(word_before(line, quoted ? at - 1 : at))) continue;
    std::size_t from = line.find_first_not_of(" \t", at + 1);
    if (from == std::string_view::npos || line[from] == '{' || line[from] == '[') continue;
    const char quote = line[from];
    if (quote == '"' || quote == '\'') {
      ++from;
      add(line, from, end_of(line, from, std::string_view(&quote, 1)), out);
    } else {
      add(line, from, end_of(line, from, ",}"), out);
    }
  }
}

std::string masked(std::string_view text, std::vector<Span> spans, std::size_t* at) {
  std::string out;
  std::size_t done = 0;
  std::size_t moved = at ? *at : 0;
  for (const Span& each : joined(std::move(spans))) {
    out += text.substr(done, each.from - done);
    if (at && *at >= each.from) moved = out.size() + (*at < each.to ? 0 : 3 + *at - each.to);
    out += "***";
    done = each.to;
  }
  if (at) *at = moved;
  return out += text.substr(done);
}

}  // namespace rulemap::engine
