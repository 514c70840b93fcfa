#include "asks.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "rulemap/text/address.h"

namespace rulemap::sigma {
namespace {

// What the matcher will compile is compiled here once, so that a bad regex is known at once.
std::string regex_fault(const Regex& regex) {
  RE2::Options options(RE2::Quiet);
  options.set_case_sensitive(!regex.any_case);
  options.set_dot_nl(regex.dot_is_newline);
  const RE2 compiled(regex.multi_line ? "(?m)" + regex.text : regex.text, options);
  return compiled.ok() ? std::string() : compiled.error();
}

std::optional<Test::Ask> make_regex(const FieldKey& key, const Scalar& value, Problems& problems) {
  Regex regex{value.text, key.has(Modifier::ignore_case), key.has(Modifier::multi_line),
              key.has(Modifier::dot_all)};
  const std::string fault = regex_fault(regex);
  if (fault.empty()) return regex;
  problems.error(value.place,
                 "the regex is refused: " + fault +
                     "; groups that look around and references back are not in Sigma's regexes",
                 value.text);
  return std::nullopt;
}

Network narrowed(const ioc::Address& base, unsigned prefix) {
  constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  Network network;
  network.prefix = prefix;
  network.is_v6 = base.is_v6;
  std::copy(base.bytes.begin(), base.bytes.end(), network.base);
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8.
  if (!base.is_v6 || prefix < 96 || std::memcmp(network.base, kMapped, sizeof kMapped) != 0) {
    return network;
  }
  network.is_v6 = false;
  network.prefix -= 96;
  std::copy(base.bytes.begin() + 12, base.bytes.end(), network.base);
  std::fill(network.base + 4, network.base + 16, std::uint8_t{0});
  return network;
}

ioc::Address without_host_bits(ioc::Address address, unsigned prefix) {
  for (unsigned i = 0; i < address.bytes.size(); ++i) {
    const unsigned kept = std::min(prefix > i * 8 ? prefix - i * 8 : 0U, 8U);
    address.bytes[i] &= static_cast<std::uint8_t>(0xFF00U >> kept);
  }
  return address;
}

std::optional<Test::Ask> make_network(const Scalar& value, Problems& problems) {
  const std::string_view text = value.text;
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto base = ioc::parse_address(text.substr(0, slash));
  if (!base) {
    problems.error(
        value.place,
        "`cidr` takes a network such as 10.0.0.0/8 or 2001:db8::/32: " + base.error().message,
        text);
    return std::nullopt;
  }
  const unsigned longest = base->is_v6 ? 128 : 32;
  unsigned prefix = longest;
  if (slash < text.size()) {
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data() + slash + 1, end, prefix);
    if (error != std::errc() || at != end || prefix > longest) {
      problems.error(value.place,
                     "the prefix of this network is a number from 0 to " + std::to_string(longest),
                     text);
      return std::nullopt;
    }
  }
  const ioc::Address network = without_host_bits(*base, prefix);
  if (network == *base) return narrowed(network, prefix);
  problems.error(value.place,
                 "bits behind the prefix are set; write " + network.text() + "/" +
                     std::to_string(prefix) + ", or the address alone",
                 text);
  return std::nullopt;
}

std::optional<Test::Ask> make_comparison(Modifier modifier, const Scalar& value,
                                         Problems& problems) {
  if (!value.number) {
    problems.error(value.place, "`" + std::string(word_of(modifier)) + "` takes a number",
                   value.text);
    return std::nullopt;
  }
  const Order order = modifier == Modifier::lt    ? Order::less
                      : modifier == Modifier::lte ? Order::less_or_equal
                      : modifier == Modifier::gt  ? Order::greater
                                                  : Order::greater_or_equal;
  return Comparison{order, *value.number};
}

struct DateRange {
  Modifier modifier;
  DatePart::Part part;
  std::uint64_t least, most;
};

constexpr DateRange kDateRanges[] = {{Modifier::minute, DatePart::Part::minute, 0, 59},
                                     {Modifier::hour, DatePart::Part::hour, 0, 23},
                                     {Modifier::day, DatePart::Part::day, 1, 31},
                                     {Modifier::week, DatePart::Part::week, 1, 53},
                                     {Modifier::month, DatePart::Part::month, 1, 12},
                                     {Modifier::year, DatePart::Part::year, 0, 9999}};

std::optional<Test::Ask> make_date_part(Modifier modifier, const Scalar& value,
                                        Problems& problems) {
  const DateRange& range =
      *std::find_if(std::begin(kDateRanges), std::end(kDateRanges),
                    [&](const auto& each) { return each.modifier == modifier; });
  const bool is_natural = value.number && value.number->kind == Number::Kind::natural;
  if (is_natural && value.number->natural >= range.least && value.number->natural <= range.most) {
    return DatePart{range.part, static_cast<std::int64_t>(value.number->natural)};
  }
  problems.error(value.place,
                 "`" + std::string(word_of(modifier)) + "` takes a number from " +
                     std::to_string(range.least) + " to " + std::to_string(range.most),
                 value.text);
  return std::nullopt;
}

std::optional<Test::Ask> make_field_ref(const FieldKey& key, const Scalar& value,
                                        Problems& problems) {
  if (value.kind != Scalar::Kind::text || value.text.empty()) {
    problems.error(value.place, "`fieldref` takes the name of another field", value.text);
    return std::nullopt;
  }
  const bool starts = key.has(Modifier::startswith), ends = key.has(Modifier::endswith);
  FieldRef::How how = FieldRef::How::equals;
  if (key.has(Modifier::contains) || (starts && ends)) {
    how = FieldRef::How::contains;
  } else if (starts || ends) {
    how = starts ? FieldRef::How::starts_with : FieldRef::How::ends_with;
  }
  return FieldRef{value.text, how, key.has(Modifier::cased)};
}

std::optional<Test::Ask> make_exists(const Scalar& value, Problems& problems) {
  const std::string_view text = value.text;
  const bool is_true = text == "true" || text == "True" || text == "TRUE";
  if (is_true || text == "false" || text == "False" || text == "FALSE") return Exists{is_true};
  problems.error(value.place, "`exists` takes true or false", text);
  return std::nullopt;
}

}  // namespace

std::optional<Test::Ask> make_ask(const FieldKey& key, const Scalar& value, Problems& problems) {
  switch (*key.ask) {
    case Modifier::re:
      return make_regex(key, value, problems);
    case Modifier::cidr:
      return make_network(value, problems);
    case Modifier::lt:
    case Modifier::lte:
    case Modifier::gt:
    case Modifier::gte:
      return make_comparison(*key.ask, value, problems);
    case Modifier::exists:
      return make_exists(value, problems);
    case Modifier::fieldref:
      return make_field_ref(key, value, problems);
    default:
      return make_date_part(*key.ask, value, problems);
  }
}

}  // namespace rulemap::sigma
