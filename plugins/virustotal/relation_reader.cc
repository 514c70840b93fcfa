#include "relation_reader.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

#include "certificate_reader.h"
#include "field_tables.h"
#include "named_thing.h"
#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

constexpr std::size_t kLongestCursor = 2000;

Observable* name_related_url(Doc entry, ObservableList& list) {
  // Its id is a hash: without one of these nobody knows the URL.
  for (const Doc from : {entry["context_attributes"], entry["attributes"]}) {
    if (const auto url = from.text("url")) return name_url(list, *url);
  }
  return nullptr;
}

// The other end of a resolution: the host of an address, the address of a host.
Observable* name_resolved(Doc entry, ObservableList& list) {
  const Doc attributes = entry["attributes"];
  std::string address(attributes.text("ip_address").value_or(""));
  std::string host(attributes.text("host_name").value_or(""));
  if (address.empty() || host.empty()) {
    const auto both = address_and_host(entry.text("id").value_or(""), list.subject());
    if (both) std::tie(address, host) = *both;
  }
  return list.subject().type == "ip" ? name_domain(list, host) : name_address(list, address);
}

Observable* name_whois(Doc entry, ObservableList& list) {
  const std::string_view id = entry.text("id").value_or("");
  return is_word(id) ? list.find("whois", id) : nullptr;
}

Observable* name_related(Doc entry, ObservableList& list, FieldReader& reader) {
  const std::string_view type = entry.text("type").value_or("");
  const std::string_view id = entry.text("id").value_or("");
  if (type == "domain") return name_domain(list, id);
  if (type == "ip_address") return name_address(list, id);
  if (type == "file") return name_file(list, id);
  if (type == "url") return name_related_url(entry, list);
  if (type == "resolution") return name_resolved(entry, list);
  if (type == "whois") return name_whois(entry, list);
  const bool is_certificate = type == "ssl_cert" || type == "ssl_certificate";
  return is_certificate ? read_certificate(entry["attributes"], id, list, reader) : nullptr;
}

void read_entry(const RelationRule& rule, Doc entry, ObservableList& list, FieldReader& reader) {
  // An entry may be an error: a thing that VirusTotal once saw and does not know any more.
  Observable* related = entry["error"].is_object() ? nullptr : name_related(entry, list, reader);
  if (!related) return reader.leave_out();
  if (related == &list.subject()) return;
  if (related->type != "certificate") {
    list.add_all(*related, reader.read(entry["attributes"], related_fields()).attributes);
  }
  if (rule.from_related)
    list.relate(*related, rule.kind, list.subject());
  else
    list.relate(list.subject(), rule.kind, *related);
}

std::string cursor_in(Doc meta) {
  const std::string_view cursor = meta.text("cursor").value_or("");
  return cursor.size() <= kLongestCursor && is_word(cursor) ? std::string(cursor) : std::string();
}

}  // namespace

std::size_t NextPage::limit(std::size_t most) const {
  return std::min(most - std::min(most, read), kMaxPage);
}

RelationRead read_relation(const NextPage& from, Doc data, Doc meta, std::size_t most,
                           ObservableList& list, FieldReader& reader) {
  const RelationRule& rule = *from.relation;
  std::size_t read = from.read;
  RelationRead out;
  if (data.is_object()) {
    if (most > 0) read_entry(rule, data, list, reader);
    return out;
  }
  if (!data.is_list()) {
    reader.leave_out(data.is_null() ? 0 : 1);
    return out;
  }
  for (const Doc entry : data) {
    if (read >= most) {
      out.has_more = true;
      break;
    }
    ++read;
    read_entry(rule, entry, list, reader);
  }
  const std::string cursor = cursor_in(meta);
  // A page that brings nothing brings nothing the next time either.
  if (cursor.empty() || read == from.read) return out;
  if (read >= most)
    out.has_more = true;
  else
    out.next = NextPage{&rule, cursor, read};
  return out;
}

std::string written(const std::vector<NextPage>& pages) {
  std::string out;
  for (const NextPage& each : pages) {
    out += (out.empty() ? "" : " ") + std::string(each.relation->name) + " " +
           std::to_string(each.read) + " " + each.cursor;
  }
  return out;
}

std::vector<NextPage> next_pages(Thing thing, std::string_view written) {
  std::vector<NextPage> out;
  const auto word = [&] {
    const std::size_t blank = std::min(written.find(' '), written.size());
    const std::string_view found = written.substr(0, blank);
    written.remove_prefix(std::min(blank + 1, written.size()));
    return found;
  };
  while (!written.empty()) {
    const RelationRule* relation = find_relation(thing, word());
    const std::string_view digits = word();
    const std::string_view cursor = word();
    NextPage page{relation, std::string(cursor), 0};
    std::from_chars(digits.data(), digits.data() + digits.size(), page.read);
    if (relation && !cursor.empty()) out.push_back(std::move(page));
  }
  return out;
}

}  // namespace rulemap::virustotal
