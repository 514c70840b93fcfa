// Guesses where a text holds a secret that its author wrote into it: behind a key that is called
// like one, in a URL's user or query.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::engine {

// `key`, `api_key`, `x-apikey`, `token`, `password`, ...
bool names_secret(std::string_view key);

// Whether a text reads like the name of an environment variable rather than like a key.
bool is_variable_name(std::string_view text);

// Bytes [from, to) of a text.
struct Span {
  std::size_t from, to;
};

// Appends the users and the secret parameters of the URLs in the text.
void find_in_urls(std::string_view text, std::vector<Span>& out);
// Appends what has the form of a key: 64 hex digits in a row. A SHA-256 has it too.
void find_keys(std::string_view text, std::vector<Span>& out);
// Appends the values behind keys that are called like a secret: for a line that is no YAML.
void find_behind_keys(std::string_view line, std::vector<Span>& out);

// The text with *** in place of each span; overlapping spans are one. `at`, where it is given,
// is a byte of the text and becomes that of the result.
std::string masked(std::string_view text, std::vector<Span> spans, std::size_t* at = nullptr);

}  // namespace rulemap::engine
