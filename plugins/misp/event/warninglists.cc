#include "event/warninglists.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

#include "event/sorted_texts.h"
#include "event/values.h"
#include "rulemap/paths/find_files.h"
#include "rulemap/text/address.h"
#include "rulemap/text/url.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestWords = 2000;
constexpr std::uint32_t kMaxDepth = 8;
constexpr std::int64_t kMaxRegexMemory = std::int64_t{256} << 20;
constexpr std::string_view kTypes[] = {"string", "substring", "hostname", "cidr", "regex"};
constexpr const char* kWanted = "a warninglist of MISP is wanted, with `name`, `type` and `list`";

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

struct Block {
  ioc::Address base;
  unsigned prefix = 0;
};

void mask(ioc::Address& address, unsigned prefix) {
  for (unsigned i = 0; i < address.bytes.size(); ++i) {
    const unsigned kept = std::min(8u, prefix > i * 8 ? prefix - i * 8 : 0);
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xFF00u >> kept));
  }
}

// An address or a network; lists have networks with bits behind their prefix.
std::optional<Block> block_of(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto address = ioc::parse_address(text.substr(0, slash));
  if (!address.ok()) return std::nullopt;
  const unsigned longest = address->is_v6 ? 128 : 32;
  Block out{*address, longest};
  if (slash == text.size()) return out;
  const char* const end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data() + slash + 1, end, out.prefix);
  if (failed != std::errc() || stop != end || out.prefix > longest) return std::nullopt;
  mask(out.base, out.prefix);
  return out;
}

class Networks {
 public:
  bool add(std::string_view text) {
    const auto block = block_of(text);
    if (block) by_prefix_[{block->base.is_v6, block->prefix}].push_back(block->base.bytes);
    return block.has_value();
  }
  void sort() {
    for (auto& [prefix, bases] : by_prefix_) std::sort(bases.begin(), bases.end());
  }
  // Whether all of it is in one of the networks.
  bool contains(std::string_view text) const {
    const auto block = block_of(text);
    if (!block) return false;
    for (const auto& [place, bases] : by_prefix_) {
      const auto& [is_v6, prefix] = place;
      if (is_v6 != block->base.is_v6 || prefix > block->prefix) continue;
      ioc::Address base = block->base;
      mask(base, prefix);
      if (std::binary_search(bases.begin(), bases.end(), base.bytes)) return true;
    }
    return false;
  }

 private:
  std::map<std::pair<bool, unsigned>, std::vector<std::array<std::uint8_t, 16>>> by_prefix_;
};

// "/^a$/i" as PHP writes it, in RE2's words; without delimiters as it is.
std::optional<std::string> regex_of(std::string_view php) {
  if (php.empty() || php.front() != '/') return std::string(php);
  const std::size_t end = php.rfind('/');
  if (end == 0) return std::nullopt;
  std::string flags;
  for (char c : php.substr(end + 1)) {
    if (c == 'i' || c == 'm' || c == 's')
      flags += c;
    else if (c != 'u')
      return std::nullopt;
  }
  const std::string body(php.substr(1, end - 1));
  return flags.empty() ? body : "(?" + flags + ")" + body;
}

RE2::Options regex_options() {
  RE2::Options out(RE2::Quiet);
  out.set_max_mem(kMaxRegexMemory);
  return out;
}

// The host of a URL; another value is a host.
std::string host_of(std::string_view value) {
  std::string out(value);
  if (value.find('/') != std::string_view::npos || value.find(':') != std::string_view::npos) {
    const auto parts = ioc::split_url(value);
    if (parts.ok()) out = parts->host;
  }
  return lowered(out);
}

}  // namespace

std::string warning_words(const std::vector<std::string_view>& lists) {
  std::string out;
  for (std::string_view each : lists) {
    out.append(out.empty() ? "on the warninglist " : ", ").append(each);
  }
  return clean_line(out, kLongestWords);
}

class Warninglist {
 public:
  Warninglist(std::string name, std::string_view type, std::vector<std::string> attributes)
      : name_(std::move(name)), type_(type), attributes_(std::move(attributes)) {}

  // False for an entry that cannot be read.
  bool add(std::string_view entry) {
    if (entry.empty() || entry.find('\0') != std::string_view::npos) return false;
    if (type_ == "cidr") return networks_.add(entry);
    if (type_ == "regex") return add_regex(entry);
    if (type_ == "hostname") {
      while (entry.starts_with('.')) entry.remove_prefix(1);
      while (entry.ends_with('.')) entry.remove_suffix(1);
    }
    return !entry.empty() && texts_.add(lowered(entry));
  }
  // After the last entry; false where RE2 has no memory for it.
  bool seal() {
    texts_.sort();
    networks_.sort();
    return !regexes_ || regexes_->Compile();
  }

  bool has(std::string_view type, std::string_view value) const {
    const bool is_asked = attributes_.empty() || std::find(attributes_.begin(), attributes_.end(),
                                                           type) != attributes_.end();
    if (!is_asked) return false;
    if (type_ == "cidr") return networks_.contains(value);
    if (type_ == "hostname") return has_host(host_of(value));
    if (type_ == "regex") return regexes_ && regexes_->Match({value.data(), value.size()}, nullptr);
    const std::string low = lowered(value);
    return type_ == "string" ? texts_.contains(low) : texts_.contains_part_of(low);
  }
  const std::string& name() const { return name_; }

 private:
  bool add_regex(std::string_view entry) {
    const auto regex = regex_of(entry);
    if (!regex) return false;
    if (!regexes_) {
      regexes_ = std::make_unique<RE2::Set>(regex_options(), RE2::UNANCHORED);
    }
    return regexes_->Add(*regex, nullptr) >= 0;
  }
  // The name itself or a domain that it lies in.
  bool has_host(std::string_view host) const {
    while (!host.empty()) {
      if (texts_.contains(host)) return true;
      const std::size_t dot = host.find('.');
      if (dot == std::string_view::npos) return false;
      host.remove_prefix(dot + 1);
    }
    return false;
  }

  std::string name_;
  std::string_view type_;  // of kTypes
  std::vector<std::string> attributes_;
  SortedTexts texts_;
  Networks networks_;
  std::unique_ptr<RE2::Set> regexes_;
};

namespace {

bool is_list(Doc file) { return file["list"].is_list() && file.text("type").has_value(); }

Result<std::unique_ptr<Warninglist>> list_in(const Host& host, Doc file, const std::string& path) {
  const std::string type(file.text("type").value_or(""));
  const auto known = std::find(std::begin(kTypes), std::end(kTypes), type);
  if (known == std::end(kTypes)) {
    return Error{"`type` is one of string, substring, hostname, cidr, regex", path};
  }
  std::vector<std::string> attributes;
  for (const Doc each : file["matching_attributes"]) {
    attributes.emplace_back(each.text().value_or(""));
  }
  std::string name = clean_line(file.text("name").value_or(""), kLongestName);
  if (name.empty()) return Error{std::string("`name` is missing: ") + kWanted, path};
  auto out = std::make_unique<Warninglist>(std::move(name), *known, std::move(attributes));
  std::size_t unread = 0;
  for (const Doc each : file["list"]) unread += out->add(each.text().value_or("")) ? 0 : 1;
  if (unread > 0) {
    host.warn(path + ": " + std::to_string(unread) + " entries of this warninglist cannot be read");
  }
  if (!out->seal()) return Error{"its regular expressions take too much memory", path};
  return out;
}

}  // namespace

Warninglists::Warninglists() = default;
Warninglists::Warninglists(Warninglists&&) noexcept = default;
Warninglists& Warninglists::operator=(Warninglists&&) noexcept = default;
Warninglists::~Warninglists() = default;

Result<Warninglists> Warninglists::load(const Host& host, const std::vector<std::string>& paths) {
  const auto found = paths::find_files(paths, {".json"});
  if (!found.ok()) return found.error();
  for (const Error& each : found->problems) host.warn(each.text());
  Warninglists out;
  for (const std::string& path : found->paths) {
    const auto text = paths::read_text_file(path, kMaxFileBytes);
    if (!text.ok()) return text.error();
    const auto file = host.parse(*text, kMaxDepth);
    const bool is_named = std::find(paths.begin(), paths.end(), path) != paths.end();
    if (!file.ok()) return Error{file.error().message + "; " + kWanted, path};
    if (!is_list(*file) && !is_named) continue;
    if (!is_list(*file)) return Error{std::string("it is no list: ") + kWanted, path};
    auto list = list_in(host, *file, path);
    if (!list.ok()) return list.error();
    out.lists_.push_back(std::move(*list));
  }
  if (out.lists_.empty() && !paths.empty())
    return Error{std::string("no file: ") + kWanted, paths[0]};
  return out;
}

std::vector<std::string_view> Warninglists::hits(std::string_view type,
                                                 std::string_view value) const {
  std::vector<std::string_view> out;
  for (const auto& each : lists_) {
    if (each->has(type, value)) out.push_back(each->name());
  }
  return out;
}

}  // namespace rulemap::misp
