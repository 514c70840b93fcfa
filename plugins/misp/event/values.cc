#include "event/values.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "rulemap/text/address.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::misp {
namespace {

struct HashType {
  std::string_view type;
  std::size_t digits;
};
constexpr HashType kHashes[] = {{"md5", 32},
                                {"sha1", 40},
                                {"sha256", 64},
                                {"sha512", 128},
                                {"authentihash", 64},
                                {"imphash", 32},
                                {"x509-fingerprint-md5", 32},
                                {"x509-fingerprint-sha1", 40},
                                {"x509-fingerprint-sha256", 64}};
// Of several lines; the others are one.
constexpr std::string_view kBlocks[] = {"text", "comment", "sigma", "yara", "suricata", "snort"};
constexpr std::string_view kLowerCase[] = {"tlsh", "vhash", "domain", "hostname", "email-src"};
constexpr std::size_t kMaxTagBytes = 255;
constexpr std::size_t kShortestTlsh = 36;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

bool all_of(std::string_view text, bool (*is)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

const HashType* hash_type(std::string_view type) {
  const auto found = std::find_if(std::begin(kHashes), std::end(kHashes),
                                  [&](const HashType& each) { return each.type == type; });
  return found == std::end(kHashes) ? nullptr : found;
}

bool is_number_up_to(std::string_view value, std::uint64_t largest) {
  std::uint64_t number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, failed] = std::from_chars(value.data(), end, number);
  return failed == std::errc() && stop == end && number <= largest;
}

bool is_tlsh(std::string_view value) {
  if (value.starts_with('t')) value.remove_prefix(1);
  return value.size() >= kShortestTlsh && all_of(value, is_hex);
}

// blocksize:hash:hash
bool is_ssdeep(std::string_view value) {
  const std::size_t first = value.find(':');
  const std::size_t second = value.find(':', std::min(first, value.size() - 1) + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return false;
  const auto is_piece = [](char c) { return is_alnum(c) || c == '/' || c == '+' || c == ':'; };
  const bool third_colon = value.find(':', second + 1) != std::string_view::npos;
  return all_of(value.substr(0, first), is_digit) && all_of(value.substr(first), is_piece) &&
         !third_colon;
}

bool is_host_name(std::string_view value) {
  const std::size_t dot = value.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || value.size() - dot < 3) return false;
  return all_of(value, [](char c) { return is_alnum(c) || c == '.' || c == '-' || c == '_'; }) &&
         value.substr(dot).find('_') == std::string_view::npos;
}

bool is_address_or_network(std::string_view value) {
  return value.find('/') == std::string_view::npos ? ioc::parse_address(value).ok()
                                                   : ioc::parse_network(value).ok();
}

bool is_email(std::string_view value) {
  const std::size_t at = value.find('@');
  return at != std::string_view::npos && at > 0 && value.find(' ') == std::string_view::npos &&
         value.find('.', at) != std::string_view::npos;
}

// "CVE-2021-44228"
bool is_cve(std::string_view value) {
  return value.size() >= 13 && value.starts_with("CVE-") && value[8] == '-' &&
         all_of(value.substr(4, 4), is_digit) && all_of(value.substr(9), is_digit);
}

bool is_time(std::string_view value) {
  return value.size() >= 20 && value[4] == '-' && value[10] == 'T' && is_digit(value[0]);
}

bool is_block(std::string_view type) {
  return std::find(std::begin(kBlocks), std::end(kBlocks), type) != std::end(kBlocks);
}

std::string_view why_no_text(std::string_view value, bool of_lines) {
  if (value.find_first_not_of(" \n\t") == std::string_view::npos) return "it is empty";
  if (value.size() > kMaxValueBytes) return "it is longer than 65535 bytes";
  while (!value.empty()) {
    const utf8::Character found = utf8::decode(value);
    if (found.length == 0) return "it is not UTF-8";
    const bool breaks_line = found.code == '\n' || found.code == '\t';
    if (utf8::is_control(found.code) && !(of_lines && breaks_line)) {
      return "it has a control character";
    }
    value.remove_prefix(found.length);
  }
  return {};
}

using Parts = std::chrono::hh_mm_ss<std::chrono::seconds>;

// Bounded before the calendar sees it: a provider's number can be any.
bool is_in_calendar(Time time) {
  constexpr std::int64_t kYearOne = -62'135'596'800'000;
  constexpr std::int64_t kYearTenThousand = 253'402'300'800'000;
  return time.ms >= kYearOne && time.ms < kYearTenThousand;
}

}  // namespace

std::string normal_value(std::string_view type, std::string_view value) {
  std::string out(value);
  const bool lowers = hash_type(type) || std::find(std::begin(kLowerCase), std::end(kLowerCase),
                                                   type) != std::end(kLowerCase);
  if (lowers) std::transform(out.begin(), out.end(), out.begin(), lower);
  if (type == "ip-dst" || type == "ip-src") {
    if (const auto address = ioc::parse_address(value); address.ok()) out = address->text();
  }
  if (is_block(type)) std::erase(out, '\r');
  if (type == "AS" && out.size() > 2 && lower(out[0]) == 'a' && lower(out[1]) == 's') {
    out.erase(0, 2);
  }
  return out;
}

std::string_view why_no_value(std::string_view type, std::string_view value) {
  if (const auto why = why_no_text(value, is_block(type)); !why.empty()) return why;
  if (const HashType* hash = hash_type(type)) {
    const bool good = value.size() == hash->digits && all_of(value, is_hex);
    return good ? "" : "it is no hash of this type";
  }
  if (type == "tlsh") return is_tlsh(value) ? "" : "it is no TLSH hash";
  if (type == "ssdeep") return is_ssdeep(value) ? "" : "it is not blocksize:hash:hash";
  if (type == "port") {
    return is_number_up_to(value, 65'535) && value != "0" ? "" : "it is no port from 1 to 65535";
  }
  if (type == "AS") return is_number_up_to(value, 0xFFFFFFFFu) ? "" : "it is no AS number";
  if (type == "size-in-bytes") return all_of(value, is_digit) ? "" : "it is no whole number";
  if (type == "ip-dst" || type == "ip-src")
    return is_address_or_network(value) ? "" : "it is no address";
  if (type == "domain" || type == "hostname") return is_host_name(value) ? "" : "it is no name";
  if (type == "email-src") return is_email(value) ? "" : "it is no email address";
  if (type == "vulnerability") return is_cve(value) ? "" : "it is no CVE id";
  if (type == "datetime") return is_time(value) ? "" : "it is no time";
  return {};
}

std::string_view why_no_tag(std::string_view name) {
  if (const auto why = why_no_text(name, false); !why.empty()) return why;
  if (name.size() > kMaxTagBytes) return "a tag has at most 255 bytes";
  // The server's tag column holds three bytes a character.
  const auto four_bytes = [](char c) { return static_cast<unsigned char>(c) >= 0xF0; };
  if (std::any_of(name.begin(), name.end(), four_bytes)) {
    return "a tag has no characters beyond U+FFFF";
  }
  return {};
}

std::string clean_line(std::string_view text, std::size_t longest) {
  constexpr std::string_view kCut = "...";
  std::string out;
  while (!text.empty()) {
    const utf8::Character found = utf8::decode(text);
    const std::size_t length = std::max<std::size_t>(found.length, 1);
    if (out.size() + length > longest) {
      while (!out.empty() && out.size() + kCut.size() > longest) {
        while (utf8::is_continuation(out.back())) out.pop_back();
        out.pop_back();
      }
      return out.append(kCut);
    }
    if (found.length == 0)
      out.push_back('?');
    else if (utf8::is_control(found.code))
      out.push_back(' ');
    else
      out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

std::string iso_date(Time time) {
  if (!is_in_calendar(time)) return {};
  using std::chrono::milliseconds;
  const auto day = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<milliseconds>(milliseconds(time.ms)));
  const std::chrono::year_month_day date(day);
  char out[16];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return out;
}

std::string iso_time(Time time) {
  std::string out = iso_date(time);
  if (out.empty()) return out;
  using namespace std::chrono;
  const sys_time<milliseconds> at{milliseconds(time.ms)};
  const Parts parts(floor<seconds>(at - floor<days>(at)));
  char clock[32];
  std::snprintf(clock, sizeof clock, "T%02d:%02d:%02d+00:00",
                static_cast<int>(parts.hours().count()), static_cast<int>(parts.minutes().count()),
                static_cast<int>(parts.seconds().count()));
  return out + clock;
}

}  // namespace rulemap::misp
