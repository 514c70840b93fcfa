#include "push/server.h"

#include <filesystem>

#include "push/push_notes.h"
#include "push/wanted.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kDigits = 16;  // of the digest that stands for a server's address
constexpr std::string_view kWhyNotTaken = "the server did not take it";
constexpr std::string_view kNotApplied = "nothing is written into events without `apply: true`";

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
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

Result<Journal> Server::journal_of(const Uuid& event) const {
  const std::string kept = host_.kept_folder();
  if (kept.empty()) return Error{"this host keeps no folder for the journal of pushes"};
  const std::string folder = kept + "/" + ids::sha256_hex(api_.url()).substr(0, kDigits);
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return Error{"the folder cannot be made: " + failed.message(), folder};
  return Journal::open(folder + "/" + event.text() + ".journal");
}

Outcome Server::push(EventCase& of, Receipts& receipts) {
  if (of.empty()) {
    receipts.note("event", "not written: there is nothing in the case");
    return {};
  }
  of.complete();
  auto elements = of.elements();
  if (!elements.ok()) return elements.error();
  auto journal = journal_of(of.header().uuid);
  if (!journal.ok()) return Outcome::stop(journal.error().text());
  Push push(api_, account_, clusters_, *journal, settings_.push);
  const PushReport report = push.run(of.header(), *elements);
  if (report.end == PushReport::End::failed) return Error{report.why, report.url};
  if (report.end == PushReport::End::stopped) return Outcome::stop(report.url + ": " + report.why);
  if (report.end == PushReport::End::cancelled) return Outcome::cancelled();
  const auto answered = answer_rows(of, report, *journal, receipts);
  if (!answered.ok()) return answered;
  note(report, receipts);
  of.note_left_out(receipts, elements->references_left_out());
  return {};
}

Result<void> Server::answer_rows(const EventCase& of, const PushReport& report,
                                 const Journal& journal, Receipts& receipts) const {
  const bool refused = report.end == PushReport::End::refused;
  const bool all = report.need.none() || settings_.push.in_place;
  const bool not_applied = settings_.push.dry_run && !report.need.none();
  if (!refused) {
    const auto said = say_refused_values(of, journal, receipts);
    if (!said.ok()) return said;
  }
  return of.each_row([&](const Element& each) {
    if (!each.is_own) return;
    if (refused && (all || report.need.of.count(each.uuid) != 0)) {
      receipts.reject(each.row, report.why);
    } else if (not_applied) {
      receipts.reject(each.row, kNotApplied);
    } else if (journal.was_refused(each.uuid)) {
      receipts.reject(each.row, kWhyNotTaken);
    } else {
      receipts.written(each.row, each.uuid.text());
    }
  });
}

Result<void> Server::say_refused_values(const EventCase& of, const Journal& journal,
                                        Receipts& receipts) const {
  auto elements = of.elements();
  if (!elements.ok()) return elements.error();
  const auto say = [&](std::uint64_t row, const WantedAttribute& attribute) {
    if (journal.was_refused(attribute.uuid)) {
      receipts.refused_value(row, attribute.relation, attribute.value, kWhyNotTaken);
    }
    for (const std::string& tag : attribute.tags) {
      if (!journal.was_refused(tag_key(attribute.uuid, tag))) continue;
      receipts.refused_value(
          row, "tag", tag,
          is_cluster_tag(tag) ? "the server has no such galaxy cluster" : kWhyNotTaken);
    }
  };
  const auto attributes =
      elements->each(false, [&](const Entry& entry, const std::string& json) -> Result<void> {
        const auto attribute = wanted_attribute(host_, json);
        if (!attribute.ok()) return attribute.error();
        const auto row = of.row_of(entry);
        if (!row.ok()) return row.error();
        say(*row, *attribute);
        return {};
      });
  if (!attributes.ok()) return attributes;
  return elements->each(true, [&](const Entry& entry, const std::string& json) -> Result<void> {
    const auto object = wanted_object(host_, json);
    if (!object.ok()) return object.error();
    const auto row = of.row_of(entry);
    if (!row.ok()) return row.error();
    for (const WantedAttribute& each : object->attributes) say(*row, each);
    return {};
  });
}

}  // namespace rulemap::misp
