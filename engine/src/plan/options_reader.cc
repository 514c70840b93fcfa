#include "plan/options_reader.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include "config/secret_words.h"

namespace rulemap::engine {
namespace {

// To another machine.
bool is_plain_http(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return false;
  std::string_view host = url.substr(kScheme.size());
  host = host.substr(0, host.find_first_of("/?#"));
  host = host.substr(host.rfind('@') + 1);
  const std::string_view name = host.substr(0, host.rfind(':'));
  return name != "localhost" && !name.starts_with("127.") && !host.starts_with("[::1]");
}

class OptionsReader {
 public:
  OptionsReader(const rulemap_descriptor& about, const std::string& what,
                const Variables& variables, const std::string& base_folder,
                Diagnostics& diagnostics)
      : about_(about),
        what_(what),
        variables_(variables),
        diagnostics_(diagnostics),
        values_(std::make_unique<host::ConfigValues>(about, base_folder)) {}

  std::unique_ptr<host::ConfigValues> read(const BlockFile& block) {
    for (const yaml::Member& each : block.with.members) member(each);
    warn_of_plain_http();
    for (const std::string& name : values_->complete()) {
      if (std::find(given_.begin(), given_.end(), name) != given_.end()) continue;
      report(diagnostics_, block.with.members.empty() ? block.place : block.with.place, 1,
             what_ + " needs `with." + name + "`: " + about_text(name), "missing");
    }
    return std::move(values_);
  }

 private:
  std::string about_text(const std::string& name) const {
    for (std::uint32_t i = 0; i < about_.option_count; ++i) {
      if (name == about_.options[i]->name) return about_.options[i]->about;
    }
    return "";
  }

  void member(const yaml::Member& each) {
    given_.push_back(each.key);
    std::uint32_t rest = about_.option_count;
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < about_.option_count; ++i) {
      const rulemap_option& option = *about_.options[i];
      if (option.flags & RULEMAP_OPTION_REST)
        rest = i;
      else if (each.key == option.name)
        return value(i, each);
      else
        names.emplace_back(option.name);
    }
    if (rest < about_.option_count) return rest_value(rest, each);
    if (names_secret(each.key)) hide(diagnostics_, each.value);
    std::string takes;
    for (const std::string& name : names) takes += (takes.empty() ? "" : ", ") + name;
    report(diagnostics_, each.place, each.key.size(),
           "`" + each.key + "` is not an option of " + about_.id + "; it takes " +
               (takes.empty() ? "none" : takes),
           "unknown-option", guess(each.key, names));
  }

  void value(std::uint32_t index, const yaml::Member& each) {
    const yaml::Node& node = each.value;
    if (about_.options[index]->type == RULEMAP_OPTION_SECRET) hide(diagnostics_, node);
    if (node.is_map()) return wrong(node, "`" + each.key + "` takes no map");
    if (node.is_list()) return list(index, each);
    if (node.is_null()) return wrong(node, "`" + each.key + "` has no value");
    const Interpolated found = variables_.interpolate({node.text, node.place}, diagnostics_);
    if (found.failed) return;
    if (found.secret) return secret(index, each, *found.secret);
    if (about_.options[index]->type == RULEMAP_OPTION_SECRET) {
      diagnostics_.hide({0, 0, found.text});
    } else if (variables_.is_secret(found.text)) {
      hide(diagnostics_, node);
      return is_secret(each, node);
    }
    if (about_.options[index]->type == RULEMAP_OPTION_TEXT && is_plain_http(found.text)) {
      plain_http_ = &each;
    }
    check(values_->set(index, found.text), index, {found.text}, node);
  }

  void secret(std::uint32_t index, const yaml::Member& each, std::int64_t handle) {
    if (about_.options[index]->type == RULEMAP_OPTION_SECRET) {
      has_secret_ = true;
      return values_->set_secret(index, handle);
    }
    is_secret(each, each.value);
  }

  void is_secret(const yaml::Member& of, const yaml::Node& node) {
    report(diagnostics_, node.place, node.text.size(),
           "`" + of.key +
               "` is no secret option: a secret in it would be seen in URLs, logs or "
               "files",
           "secret");
  }

  void warn_of_plain_http() {
    if (!has_secret_ || !plain_http_) return;
    report(
        diagnostics_, plain_http_->value.place, plain_http_->value.text.size(),
        "`" + plain_http_->key + "` is plain http: whoever is on the way there can read the secret",
        "plain-http", "write https://", Severity::warning);
  }

  void list(std::uint32_t index, const yaml::Member& each) {
    if (const auto items = texts(index, each)) {
      check(values_->set_list(index, *items), index, *items, each.value);
    }
  }

  // Nothing where an item is no text, or a secret: then that has been reported.
  std::optional<std::vector<std::string>> texts(std::uint32_t index, const yaml::Member& each) {
    std::vector<std::string> items;
    for (const yaml::Node& item : each.value.items) {
      if (!item.is_scalar()) {
        wrong(item, "`" + each.key + "` takes a list of texts");
        return std::nullopt;
      }
      const Interpolated found = variables_.interpolate({item.text, item.place}, diagnostics_);
      if (found.secret) secret(index, each, *found.secret);
      if (found.failed || found.secret) return std::nullopt;
      if (variables_.is_secret(found.text)) {
        hide(diagnostics_, item);
        is_secret(each, item);
        return std::nullopt;
      }
      items.push_back(found.text);
    }
    return items;
  }

  void rest_value(std::uint32_t index, const yaml::Member& each) {
    if (each.value.is_list() && !each.value.items.empty()) {
      if (const auto items = texts(index, each)) values_->set_rest_list(index, each.key, *items);
      return;
    }
    if (!each.value.is_scalar()) {
      return wrong(each.value, "`" + each.key + "` takes one value, or a list of texts");
    }
    const Interpolated found =
        variables_.interpolate({each.value.text, each.value.place}, diagnostics_);
    if (found.failed) return;
    if (found.secret) return secret(index, each, *found.secret);
    values_->set_rest(index, each.key, found.text, each.value.quoted);
  }

  void check(const Result<void>& done, std::uint32_t index, const std::vector<std::string>& written,
             const yaml::Node& node) {
    if (!done.ok()) wrong(node, done.error().message, near_choice(*about_.options[index], written));
  }
  // A guess for the first text that is no choice.
  static std::string near_choice(const rulemap_option& option,
                                 const std::vector<std::string>& written) {
    if (!option.choices) return "";
    std::vector<std::string> choices;
    std::istringstream words(option.choices);
    for (std::string each; std::getline(words, each, '|');) choices.push_back(each);
    for (const std::string& each : written) {
      if (!host::is_choice(option.choices, each)) return guess(each, choices);
    }
    return "";
  }
  void wrong(const yaml::Node& node, std::string message, std::string hint = "") {
    report(diagnostics_, node.place, node.text.size(), std::move(message), "option",
           std::move(hint));
  }

  const rulemap_descriptor& about_;
  const std::string& what_;
  const Variables& variables_;
  Diagnostics& diagnostics_;
  std::unique_ptr<host::ConfigValues> values_;
  std::vector<std::string> given_;
  bool has_secret_ = false;
  const yaml::Member* plain_http_ = nullptr;
};

}  // namespace

std::unique_ptr<host::ConfigValues> read_options(const BlockFile& block, const std::string& what,
                                                 const rulemap_descriptor& about,
                                                 const Variables& variables,
                                                 const std::string& base_folder,
                                                 Diagnostics& diagnostics) {
  return OptionsReader(about, what, variables, base_folder, diagnostics).read(block);
}

}  // namespace rulemap::engine
