// The objects domain-ip, ip-port and url.
#include "event/subject.h"
#include "event/values.h"
#include "rulemap/text/url.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kLongestWord = 500;

// Adds "; LABEL VALUE" for people; nothing for an empty value.
void append(std::string& out, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  if (!out.empty()) out += "; ";
  out.append(label).append(" ").append(clean_line(value, kLongestWord));
}

void add_text(ObjectDraft& draft, const std::string& text) {
  if (!text.empty()) draft.add("text", text);
}

// The server or name behind it, which may be in the event by itself.
void add_host(const Subject& subject, ObjectDraft& draft, const ioc::UrlParts& parts) {
  draft.add(parts.host_is_ip ? "ip" : "host", parts.host);
  subject.point(draft, "hosted-by", parts.host_is_ip ? "ip" : "domain", parts.host);
}

void add_parts(ObjectDraft& draft, const ioc::UrlParts& parts) {
  const auto add = [&](std::string_view relation, std::string_view value) {
    if (!value.empty()) draft.add(relation, value);
  };
  add("scheme", parts.scheme);
  if (parts.port) add("port", std::to_string(*parts.port));
  add("resource_path", parts.path);
  add("query_string", parts.query);
  add("fragment", parts.fragment);
  add("credential", parts.password.empty() ? parts.user : parts.user + ":" + parts.password);
}

}  // namespace

MadeObject make_domain(const Subject& subject) {
  const std::string name = normal_value("domain", subject.finding().value);
  const Uuid uuid = identity::object(subject.event(), "domain-ip", name);
  MadeObject made{subject.draft("domain-ip", uuid), subject.thing("domain", name)};
  made.draft.add("domain", name);
  for (const std::string& address : subject.all("address")) {
    if (!made.draft.add("ip", address)) continue;
    subject.point(made.draft, "resolves-to", "ip", address);
  }
  if (subject.finding().port) made.draft.add("port", std::to_string(*subject.finding().port));
  const std::string registered = subject.time("registration_date");
  if (!registered.empty()) made.draft.add("registration-date", registered);
  std::string text;
  append(text, "registrar", subject.first("registrar"));
  add_text(made.draft, text);
  return made;
}

MadeObject make_address(const Subject& subject) {
  const std::string ip = normal_value("ip-dst", subject.finding().value);
  const auto& port_number = subject.finding().port;
  const std::string port = port_number ? std::to_string(*port_number) : "";
  const Uuid uuid = identity::ip_port(subject.event(), ip, port);
  MadeObject made{subject.draft("ip-port", uuid), subject.thing("ip", ip)};
  made.draft.add("ip", ip);
  if (!port.empty()) made.draft.add("dst-port", port);
  subject.copy(made.draft, "asn", "AS");
  subject.copy(made.draft, "country", "country-code");
  // The network is for people: as an attribute of its own it would be an address of its own.
  std::string text;
  append(text, "network", subject.first("network"));
  append(text, "AS owner", subject.first("as_owner"));
  add_text(made.draft, text);
  return made;
}

MadeObject make_url(const Subject& subject) {
  const std::string& url = subject.finding().value;
  MadeObject made{subject.draft("url", identity::object(subject.event(), "url", url)),
                  subject.thing("url", url)};
  made.draft.add("url", url);
  if (const auto parts = ioc::split_url(url); parts.ok()) {
    add_host(subject, made.draft, *parts);
    add_parts(made.draft, *parts);
  }
  const std::string final_url = subject.first("final_url");
  std::string text;
  append(text, "title", subject.first("title"));
  if (final_url != url) append(text, "redirects to", final_url);
  if (!final_url.empty()) subject.point(made.draft, "redirects-to", "url", final_url);
  add_text(made.draft, text);
  return made;
}

}  // namespace rulemap::misp
