// One open case: rows become elements on disk, and an event when the case closes.
#pragma once

#include <map>
#include <string>

#include "event/event_file.h"
#include "event/event_report.h"
#include "event/first_uuids.h"
#include "event/further_objects.h"
#include "event/origin.h"
#include "rulemap/sdk/sink.h"

namespace rulemap::misp {

// Movable. Borrows the facts.
class EventCase {
 public:
  struct Settings {
    EventHeader header;  // with the tags that every event has
    Galaxies galaxies;
    FirstUuids* firsts = nullptr;  // null: nothing outlives the run
    const Warninglists* warninglists = nullptr;
    Warned warned = Warned::unflag;
    std::size_t most_related = 0;  // objects that one record may add
    bool wants_report = true;
    std::string path;        // of the event's file, whose folder is made; empty: for a server
    bool dry_run = false;    // the file is not written
    std::string spool_path;  // of the elements until then
  };
  static Result<EventCase> open(const Facts& facts, Settings settings);

  // Keeps the finding as an element, or rejects its row: MISP has no place for it. What MISP would
  // not take of it is reported as refused. Fails where the disk is full.
  Result<void> take(const Finding& finding, Receipts& receipts);
  // The same for what goes back to the attribute that it came from: its tags stand there, and the
  // object beside it is no indicator.
  Result<void> take(Finding finding, const Origin& origin, Receipts& receipts);

  const EventHeader& header() const { return settings_.header; }
  // Once all rows have come: the header has their report.
  void complete() {
    if (settings_.wants_report) settings_.header.report = report_.markdown();
  }
  bool empty() const { return spool_.size() == 0; }
  Result<EventElements> elements() const { return EventElements::of(spool_, *facts_); }
  // Calls use(Element) for each row's element, in the order in which they came.
  template <class Use>
  Result<void> each_row(Use use) const {
    for (std::uint32_t i = 0; i < spool_.size(); ++i) {
      const auto element = spool_.element(i);
      if (!element.ok()) return element.error();
      use(*element);
    }
    return {};
  }
  Result<std::uint64_t> row_of(const Entry& entry) const {
    const auto element = spool_.element(entry.number);
    if (!element.ok()) return element.error();
    return element->row;
  }
  // Every row's element is written.
  Result<void> give_receipts(Receipts& receipts) const;
  // What the event goes without, for the summary.
  void note_left_out(Receipts& receipts, std::size_t references) const;

  // Writes the event's file, then gives a receipt for every row. A case without elements leaves no
  // file. Where it fails there is no receipt, and close may be called again.
  Result<void> close(Receipts& receipts);

 private:
  EventCase(const Facts& facts, Settings settings, EventSpool spool)
      : facts_(&facts), settings_(std::move(settings)), spool_(std::move(spool)) {}

  // Both: false where the row was rejected.
  Result<bool> keep_object(const Finding& finding, MadeObject& made, Receipts& receipts);
  Result<bool> keep_attribute(const Finding& finding, const FindingTags& tags, Receipts& receipts);
  Result<void> keep_origin(const Finding& finding, const Origin& origin, const FindingTags& tags);
  Result<void> keep_beside_origin(const Finding& finding, const Origin& origin, Receipts& receipts);
  // Objects and attributes that the record names beside its indicator.
  Result<void> keep_further(const Finding& finding, Receipts& receipts);
  Result<void> keep_beside(const Finding& finding, MadeObject& made, Receipts& receipts);
  void keep_first_uuid(const Finding& finding, ObjectDraft& draft);
  void warn(ObjectDraft& draft);
  bool says_more(const Element& element);
  void refuse(const Finding& finding, const std::vector<Refusal>& refusals, Receipts& receipts);
  void reject(const Finding& finding, const std::string& why, Receipts& receipts);
  void add_tags(const Finding& finding, const FindingTags& tags);

  // What the event goes without, for the notes.
  struct LeftOut {
    std::size_t clusters = 0;
    std::size_t evidence = 0;
    std::size_t values = 0;
    std::size_t tags = 0;
    std::size_t references = 0;
    std::size_t related = 0;
    std::size_t rules = 0;
    std::size_t sandboxes = 0;
  };
  std::size_t warned_ = 0;  // values on warninglists

  const Facts* facts_;
  Settings settings_;
  EventSpool spool_;
  LeftOut left_out_;
  EventReport report_;
  // The most that was said so far of things that many records may name: attributes, and the line.
  std::map<Uuid, std::pair<std::uint32_t, std::int64_t>> said_;
  // Of attributes that several rows came from.
  std::map<Uuid, std::set<std::string>> shared_tags_;
};

}  // namespace rulemap::misp
