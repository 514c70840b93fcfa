#include "rulemap/text/domain.h"

#include <idn2.h>
#include <libpsl.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "ascii.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::ioc {
namespace {

constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestLabel = 63;
// Four bytes a character at most: longer names cannot become valid ones.
constexpr std::size_t kLongestInput = 4 * kLongestName;

// The rule `*`, which makes any last label a suffix, must not count; of the list's two parts only
// the registries' one does.
constexpr int kRegistries = PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE;

constexpr std::string_view kDocumentation[] = {"example", "test"};  // RFC 2606
constexpr std::string_view kInside[] = {"localhost", "local", "internal", "invalid"};

template <std::size_t N>
bool any_of(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_public_suffix(const std::string& name) {
  return psl_is_public_suffix2(psl_builtin(), name.c_str(), kRegistries) != 0;
}

Result<std::string> to_a_labels(std::string_view name) {
  if (std::all_of(name.begin(), name.end(), [](char c) { return (c & 0x80) == 0; })) {
    return lowered(name);
  }
  const std::string input(name);
  std::uint8_t* output = nullptr;
  const int code = idn2_lookup_u8(reinterpret_cast<const std::uint8_t*>(input.c_str()), &output,
                                  IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<std::uint8_t, void (*)(void*)> owner(output, idn2_free);
  if (code != IDN2_OK) {
    return Error{utf8::shown(name) +
                 " is not an international domain name: " + idn2_strerror(code)};
  }
  return lowered(reinterpret_cast<const char*>(output));
}

// Letters, digits, hyphens inside; the underscore too, which hosts of malware do have.
bool is_label(std::string_view label) {
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
         label.back() != '-' && all(label, fits);
}

Result<void> check_labels(std::string_view name) {
  std::string_view rest = name;
  while (true) {
    const std::size_t dot = rest.find('.');
    const std::string_view label = rest.substr(0, dot);
    if (label.empty()) return Error{utf8::shown(name) + " has an empty label between its dots"};
    if (!is_label(label)) {
      return Error{utf8::shown(name) + " is not a domain: " + utf8::shown(label) +
                   " is not 1 to 63 letters, digits and inner hyphens"};
    }
    if (dot == std::string_view::npos) return {};
    rest.remove_prefix(dot + 1);
  }
}

Result<void> check_suffix(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const std::string last = name.substr(dot == std::string::npos ? 0 : dot + 1);
  if (any_of(kInside, last)) {
    return Error{utf8::shown(name) + ": names under " + utf8::shown(last) +
                 " exist only inside a network"};
  }
  if (dot == std::string::npos) {
    return Error{utf8::shown(name) + " is a single word, neither a hash nor a domain with a dot"};
  }
  if (any_of(kDocumentation, last)) return {};
  if (!is_public_suffix(last)) {
    return Error{utf8::shown(name) + " is not a domain: there is no top-level domain " +
                 utf8::shown(last)};
  }
  if (is_public_suffix(name)) {
    return Error{utf8::shown(name) +
                 " is a public suffix under which anybody registers; a domain " +
                 "has one label more"};
  }
  return {};
}

Error wrong_length(std::string_view name) {
  return {utf8::shown(name) + " is not a domain: a name has 1 to 253 characters"};
}

}  // namespace

Result<std::string> normal_domain(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > kLongestInput) return wrong_length(name);
  if (name.find('\0') != std::string_view::npos) return Error{"a domain holds no NUL byte"};
  Result<std::string> ascii = to_a_labels(name);
  if (!ascii) return ascii;
  if (ascii->size() > kLongestName) return wrong_length(*ascii);
  if (auto labels = check_labels(*ascii); !labels) return labels.error();
  if (auto suffix = check_suffix(*ascii); !suffix) return suffix.error();
  return ascii;
}

}  // namespace rulemap::ioc
