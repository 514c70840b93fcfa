#include "push/server.h"

#include <filesystem>

#include "push/push_notes.h"
#include "push/row_answers.h"
#include "push/wanted.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kDigits = 16;  // of the digest that stands for a server's address

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

Outcome outcome_of(const PushReport& report) {
  if (report.end == PushReport::End::failed) return Error{report.why, report.url};
  if (report.end == PushReport::End::stopped) return Outcome::stop(report.url + ": " + report.why);
  if (report.end == PushReport::End::cancelled) return Outcome::cancelled();
  return {};
}

void note_event(const EventHeader& header, const PushedPart& part, Receipts& receipts) {
  note(part.report, receipts);
  for (const std::string& tag : header.tags) {
    const bool refused = part.journal->was_refused(tag_key(header.uuid, tag));
    if (refused && !is_cluster_tag(tag)) receipts.note("tag that the event does not have", tag);
  }
}

}  // namespace

Server::Server(Host host, Settings settings)
    : host_(host),
      settings_(std::move(settings)),
      api_(host, without_slash(settings_.url), settings_.key) {}

Result<void> Server::connect() {
  AccountAnswer found = ask_account(api_);
  if (!found.answer.done()) return Error{"MISP: " + found.answer.why, api_.url()};
  account_ = std::move(found.account);
  const std::string why = why_no_writer(account_);
  if (!why.empty() && !host_.is_dry_run()) return Error{"MISP: " + why, api_.url()};
  if (settings_.push.publish && !account_.may_publish) {
    host_.warn("the key's role `" + account_.role +
               "` may not publish (perm_publish): events are written and stay unpublished");
  }
  return {};
}

void Server::look(LiveReport& report) const {
  report.note("key", "of organisation " + account_.organisation_name + ", role " + account_.role);
  if (!account_.may_create_tags) {
    report.note("tags",
                "the role may not make tags (perm_tag_editor): clusters are attached by the "
                "galaxies' own way, other tags have to be there");
  }
  if (!account_.may_tag) {
    report.warning("tags", "the role may not tag (perm_tagger): galaxy clusters stay away");
  }
  if (settings_.push.publish && !account_.may_publish) {
    report.warning("publish", "the role may not publish (perm_publish): events stay unpublished");
  }
}

Result<Uuid> Server::find_event(const std::string& number_or_uuid) {
  if (const auto uuid = Uuid::parse(number_or_uuid)) return *uuid;
  const Answer answer =
      api_.ask({.path = "/events/restSearch",
                .asked = {.expected = "response"},
                .body = R"({"returnFormat":"json","metadata":1,"excludeGalaxy":1,)"
                        R"("eventid":")" +
                        number_or_uuid + R"("})",
                .reads = true});
  if (!answer.done()) return Error{"MISP: " + answer.why, api_.url()};
  const auto uuid = Uuid::parse(answer.body["response"].at(0)["Event"].text("uuid").value_or(""));
  api_.release(answer);
  if (uuid) return *uuid;
  return Error{"there is no event " + number_or_uuid + " on the server that this key sees",
               api_.url()};
}

Result<std::unique_ptr<Journal>> Server::journal_of(const Uuid& event) const {
  const std::string kept = host_.kept_folder();
  if (kept.empty()) return Error{"this host keeps no folder for the journal of pushes"};
  const std::string folder = kept + "/" + ids::sha256_hex(api_.url()).substr(0, kDigits);
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return Error{"the folder cannot be made: " + failed.message(), folder};
  auto opened = Journal::open(folder + "/" + event.text() + ".journal");
  if (!opened.ok()) return opened.error();
  return std::make_unique<Journal>(std::move(*opened));
}

// The tags of what is in a further event, and those that no element has.
Result<EventHeader> Server::header_of_part(const EventHeader& own, EventElements& elements,
                                           std::uint32_t part) const {
  EventHeader out = own;
  if (part == 0) return out;
  out.uuid = Parts::event_of(own.uuid, part);
  out.extends = own.uuid.text();
  out.info += " (" + std::to_string(part + 1) + ")";
  out.report.clear();
  std::erase_if(out.tags, is_cluster_tag);
  const auto add = [&](const WantedAttribute& each) {
    out.tags.insert(each.tags.begin(), each.tags.end());
  };
  auto read = elements.each(false, [&](const Entry&, const std::string& json) -> Result<void> {
    const auto attribute = wanted_attribute(host_, json);
    if (!attribute.ok()) return attribute.error();
    return (add(*attribute), Result<void>());
  });
  if (!read.ok()) return read.error();
  read = elements.each(true, [&](const Entry&, const std::string& json) -> Result<void> {
    const auto object = wanted_object(host_, json);
    if (!object.ok()) return object.error();
    for (const WantedAttribute& each : object->attributes) add(each);
    return {};
  });
  if (!read.ok()) return read.error();
  return out;
}

Outcome Server::push(EventCase& of, Journal& journal, Receipts& receipts) {
  if (of.empty()) {
    receipts.note("event", "not written: there is nothing in the case");
    return {};
  }
  of.complete();
  auto elements = of.elements();
  if (!elements.ok()) return elements.error();
  const Parts placed = Parts::of(*elements, settings_.most_attributes, journal);
  std::vector<std::unique_ptr<Journal>> journals;
  std::vector<PushedPart> parts;
  for (std::uint32_t part = 0; part < placed.count(); ++part) {
    Journal* its = &journal;
    if (part > 0) {
      auto opened = journal_of(Parts::event_of(of.header().uuid, part));
      if (!opened.ok()) return Outcome::stop(opened.error().text());
      its = journals.emplace_back(std::move(*opened)).get();
    }
    if (placed.count() > 1) {
      elements->only([&, part](const Entry& each) { return placed.of(each.uuid) == part; });
    }
    const auto header = header_of_part(of.header(), *elements, part);
    if (!header.ok()) return header.error();
    Push push(api_, account_, clusters_, *its, settings_.push);
    parts.push_back({push.run(*header, *elements), its});
    settings_.push.limits = push.limits();
    const Outcome ended = outcome_of(parts.back().report);
    if (ended.status() != RULEMAP_OK) return ended;
    note_event(*header, parts.back(), receipts);
  }
  const auto answered = answer_rows(host_, of, placed, parts, settings_.push, receipts);
  if (!answered.ok()) return answered;
  of.note_left_out(receipts, elements->references_left_out());
  return {};
}

}  // namespace rulemap::misp
