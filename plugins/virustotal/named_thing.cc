#include "named_thing.h"

#include "plain_text.h"
#include "rulemap/text/address.h"
#include "rulemap/text/domain.h"
#include "rulemap/text/url.h"

namespace rulemap::virustotal {

Observable* name_domain(ObservableList& list, std::string_view name) {
  const auto domain = ioc::normal_domain(name);
  if (!domain.ok()) return nullptr;
  Observable* out = list.find("domain", *domain);
  if (out) list.add(*out, "domain", *domain);
  return out;
}

Observable* name_address(ObservableList& list, std::string_view name) {
  const auto address = ioc::parse_address(name);
  if (!address.ok()) return nullptr;
  Observable* out = list.find("ip", address->text());
  if (out) list.add(*out, "address", address->text());
  if (out && ioc::is_private(*address)) list.add(*out, "private", true);
  return out;
}

Observable* name_host(ObservableList& list, std::string_view name) {
  return ioc::parse_address(name).ok() ? name_address(list, name) : name_domain(list, name);
}

Observable* name_url(ObservableList& list, std::string_view name) {
  if (!is_word(name) || !ioc::split_url(name).ok()) return nullptr;
  Observable* out = list.find("url", name);
  if (out) list.add(*out, "url", std::string(name));
  return out;
}

Observable* name_file(ObservableList& list, std::string_view sha256) {
  const auto hash = hex_of(sha256, 64);
  if (!hash) return nullptr;
  Observable* out = list.find("file", *hash);
  if (out) list.add(*out, "sha256", *hash);
  return out;
}

std::optional<std::pair<std::string, std::string>> address_and_host(std::string_view id,
                                                                    const Observable& subject) {
  std::size_t at = std::string_view::npos;
  if (subject.type == "ip" && id.starts_with(subject.key)) at = subject.key.size();
  if (subject.type == "domain" && id.ends_with(subject.key)) at = id.size() - subject.key.size();
  if (at == std::string_view::npos || at == 0 || at >= id.size()) return std::nullopt;
  return std::pair{std::string(id.substr(0, at)), std::string(id.substr(at))};
}

}  // namespace rulemap::virustotal
