#include "feed/feed_event.h"

#include <utility>

#include "event/json_writer.h"
#include "rulemap/ids/digest.h"

namespace rulemap::misp {
namespace {

Uuid uuid_of(Doc element) {
  return Uuid::parse(element.text("uuid").value_or("")).value_or(Uuid());
}

void append(std::string& list, const std::string& json) {
  if (!list.empty()) list += ",\n";
  list += json;
}

std::string with_time(const std::string& content, std::int64_t timestamp) {
  return "{" + content + ",\"timestamp\":\"" + std::to_string(timestamp) + "\"}";
}

// As feeds of PyMISP have it: a time with a blank between day and hour, and a value of two parts by
// either (MISP_FEED.md section 5).
void add_md5s(Doc attribute, std::set<std::string>& out) {
  const std::string_view type = attribute.text("type").value_or("");
  std::string text(attribute.text("value").value_or(""));
  constexpr std::size_t kHour = 10;
  if (type == "datetime" && text.size() > kHour && text[kHour] == 'T') text[kHour] = ' ';
  std::string_view value = text;
  const bool parts = type.find('|') != std::string_view::npos;
  while (true) {
    const std::size_t bar = parts ? value.find('|') : std::string_view::npos;
    out.insert(ids::md5_hex(value.substr(0, bar)));
    if (bar == std::string_view::npos) return;
    value.remove_prefix(bar + 1);
  }
}

class Builder {
 public:
  Builder(const Host& host, const EarlierEvent& earlier, std::int64_t now, Withdraw withdraw)
      : host_(host), earlier_(earlier), now_(now), withdraw_(withdraw) {}

  Result<FeedEvent> build(const EventHeader& header, const FeedOrganisation& organisation,
                          EventElements& elements) {
    std::string attributes, objects, reports;
    auto read = elements.each(false, [&](const Entry&, const std::string& json) {
      return parsed(json, [&](Doc each) { append(attributes, attribute(each).first); });
    });
    if (read.ok()) {
      read = elements.each(true, [&](const Entry&, const std::string& json) {
        return parsed(json, [&](Doc each) { append(objects, object(each)); });
      });
    }
    const std::string report = report_json(header);
    if (read.ok() && !report.empty()) {
      read = parsed(report, [&](Doc each) { append(reports, element(each).first); });
    }
    if (!read.ok()) return read.error();
    add_withdrawn(earlier_.attribute_order, attributes, true);
    add_withdrawn(earlier_.report_order, reports, false);
    add_withdrawn_objects(objects);
    out_.has_elements = !attributes.empty() || !objects.empty();
    const std::string head = head_of(header, organisation);
    if (head != earlier_.head) ++out_.changed;
    out_.json = "{\"Event\":" + with_time(head, now_);
    out_.json.pop_back();
    out_.json += ",\n\"Attribute\":[" + attributes + "],\n\"Object\":[" + objects + "]";
    if (!reports.empty()) out_.json += ",\n\"EventReport\":[" + reports + "]";
    out_.json += "}}\n";
    return std::move(out_);
  }

 private:
  template <class Use>
  Result<void> parsed(const std::string& json, Use use) {
    const auto document = host_.parse(json);
    if (!document.ok()) return document.error();
    use(*document);
    host_.release(*document);
    return {};
  }

  static std::string head_of(const EventHeader& header, const FeedOrganisation& organisation) {
    std::string out = "{";
    JsonWriter json(out);
    json.member("uuid", header.uuid.text()).member("info", header.info);
    json.member("date", header.date);
    json.member("threat_level_id", std::to_string(header.threat_level_id));
    json.member("analysis", std::to_string(header.analysis)).key("published").flag(true);
    json.key("Orgc").open('{').member("name", organisation.name);
    json.member("uuid", organisation.uuid).close('}');
    write_tags(json, header.tags);
    return out.substr(1);
  }

  // An element and whether it is new or changed.
  std::pair<std::string, bool> element(Doc each) {
    const Uuid uuid = uuid_of(each);
    wanted_.insert(uuid);
    const std::string content = content_json(each);
    const EarlierElement* before = earlier_.find(uuid);
    if (before && before->content == content) {
      ++out_.kept;
      return {with_time(content, before->timestamp), false};
    }
    ++(before ? out_.changed : out_.added);
    return {with_time(content, now_), true};
  }

  std::pair<std::string, bool> attribute(Doc each) {
    add_md5s(each, out_.md5s);
    return element(each);
  }

  std::string object(Doc each) {
    const Uuid uuid = uuid_of(each);
    wanted_.insert(uuid);
    const auto before = earlier_.objects.find(uuid);
    const bool is_there = before != earlier_.objects.end();
    const std::string content = content_json(each);
    bool changed = !is_there || before->second.head.content != content;
    if (changed) ++(is_there ? out_.changed : out_.added);
    std::string attributes, references;
    for (Doc one : each["Attribute"]) {
      auto [json, is_new] = attribute(one);
      append(attributes, json);
      changed = changed || is_new;
    }
    for (Doc one : each["ObjectReference"]) {
      auto [json, is_new] = element(one);
      append(references, json);
      changed = changed || is_new;
    }
    if (is_there) {
      const std::size_t gone = out_.withdrawn;
      add_withdrawn(before->second.attributes, attributes, true);
      add_withdrawn(before->second.references, references, false);
      changed = changed || out_.withdrawn != gone;
    }
    return whole(content, changed ? now_ : before->second.head.timestamp, attributes, references);
  }

  static std::string whole(const std::string& content, std::int64_t timestamp,
                           const std::string& attributes, const std::string& references) {
    std::string out = with_time(content, timestamp);
    out.pop_back();
    out += ",\"Attribute\":[" + attributes + "]";
    if (!references.empty()) out += ",\"ObjectReference\":[" + references + "]";
    return out + "}";
  }

  // What an earlier run wrote and this one does not want: left out it would stay with whoever
  // pulled it, so it is kept, or marked deleted.
  void add_withdrawn(const std::vector<Uuid>& order, std::string& list, bool has_values) {
    for (const Uuid& each : order) {
      if (wanted_.count(each) != 0) continue;
      append(list, withdrawn(earlier_.elements.at(each), has_values));
    }
  }
  std::string withdrawn(const EarlierElement& before, bool has_values) {
    constexpr std::string_view kDeleted = ",\"deleted\":true";
    const bool is_deleted = before.content.find(kDeleted) != std::string::npos;
    if (withdraw_ == Withdraw::keep || is_deleted) {
      ++out_.kept;
      if (has_values && !is_deleted) {
        (void)parsed(before.json, [&](Doc each) { add_md5s(each, out_.md5s); });
      }
      return before.json;
    }
    ++out_.withdrawn;
    return with_time(before.content + std::string(kDeleted), now_);
  }
  void add_withdrawn_objects(std::string& list) {
    for (const Uuid& uuid : earlier_.object_order) {
      if (wanted_.count(uuid) != 0) continue;
      const EarlierObject& before = earlier_.objects.at(uuid);
      const std::size_t gone = out_.withdrawn;
      std::string attributes, references;
      add_withdrawn(before.attributes, attributes, true);
      add_withdrawn(before.references, references, false);
      std::string content = before.head.content;
      const bool changed = out_.withdrawn != gone;
      if (changed) content += ",\"deleted\":true";
      append(list, whole(content, changed ? now_ : before.head.timestamp, attributes, references));
    }
  }

  const Host& host_;
  const EarlierEvent& earlier_;
  std::int64_t now_;
  Withdraw withdraw_;
  std::unordered_set<Uuid, UuidHash> wanted_;
  FeedEvent out_;
};

}  // namespace

Result<FeedEvent> make_feed_event(const Host& host, const EventHeader& header,
                                  const FeedOrganisation& organisation, EventElements& elements,
                                  const EarlierEvent& earlier, std::int64_t now,
                                  Withdraw withdraw) {
  return Builder(host, earlier, now, withdraw).build(header, organisation, elements);
}

}  // namespace rulemap::misp
