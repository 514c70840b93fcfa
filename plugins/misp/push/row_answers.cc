#include "push/row_answers.h"

#include "push/wanted.h"

namespace rulemap::misp {
namespace {

constexpr std::string_view kNotTaken = "the server did not take it";
constexpr std::string_view kNotApplied = "nothing is written into events without `apply: true`";
constexpr std::string_view kNoCluster = "the server has no such galaxy cluster";

void say_refused(std::uint64_t row, const WantedAttribute& attribute, bool itself,
                 const Journal& journal, Receipts& receipts) {
  if (itself && journal.was_refused(attribute.uuid)) {
    receipts.refused_value(row, attribute.relation, attribute.value, kNotTaken);
  }
  for (const std::string& tag : attribute.tags) {
    if (!journal.was_refused(tag_key(attribute.uuid, tag))) continue;
    receipts.refused_value(row, "tag", tag, is_cluster_tag(tag) ? kNoCluster : kNotTaken);
  }
}

class RefusedValues {
 public:
  RefusedValues(const Host& host, const EventCase& of, const Parts& placed,
                const std::vector<PushedPart>& parts, Receipts& receipts)
      : host_(host), of_(of), placed_(placed), parts_(parts), receipts_(receipts) {}

  Result<void> say() {
    auto elements = of_.elements();
    if (!elements.ok()) return elements.error();
    for (const bool objects : {false, true}) {
      const auto said =
          elements->each(objects, [&](const Entry& entry, const std::string& json) -> Result<void> {
            const PushedPart& part = parts_[placed_.of(entry.uuid)];
            if (part.report.end != PushReport::End::done) return {};
            const auto row = of_.row_of(entry);
            if (!row.ok()) return row.error();
            return objects ? say_object(*row, json, *part.journal)
                           : say_attribute(*row, json, *part.journal);
          });
      if (!said.ok()) return said;
    }
    return {};
  }

 private:
  // The row of a refused attribute of the event is refused itself.
  Result<void> say_attribute(std::uint64_t row, const std::string& json, const Journal& journal) {
    const auto attribute = wanted_attribute(host_, json);
    if (!attribute.ok()) return attribute.error();
    say_refused(row, *attribute, false, journal, receipts_);
    return {};
  }
  Result<void> say_object(std::uint64_t row, const std::string& json, const Journal& journal) {
    const auto object = wanted_object(host_, json);
    if (!object.ok()) return object.error();
    for (const WantedAttribute& each : object->attributes) {
      say_refused(row, each, true, journal, receipts_);
    }
    return {};
  }

  const Host& host_;
  const EventCase& of_;
  const Parts& placed_;
  const std::vector<PushedPart>& parts_;
  Receipts& receipts_;
};

void answer(const Element& element, const PushedPart& part, const PushSettings& settings,
            Receipts& receipts) {
  const PushReport& report = part.report;
  const bool refused = report.end == PushReport::End::refused;
  const bool all = report.need.none() || settings.in_place;
  const bool waits = all || report.need.of.count(element.uuid) != 0;
  if (refused && waits) return receipts.reject(element.row, report.why);
  if (settings.dry_run && !report.need.none()) return receipts.reject(element.row, kNotApplied);
  if (part.journal->was_refused(element.uuid)) return receipts.reject(element.row, kNotTaken);
  receipts.written(element.row, element.uuid.text());
}

}  // namespace

Result<void> answer_rows(const Host& host, const EventCase& of, const Parts& placed,
                         const std::vector<PushedPart>& parts, const PushSettings& settings,
                         Receipts& receipts) {
  const auto said = RefusedValues(host, of, placed, parts, receipts).say();
  if (!said.ok()) return said;
  return of.each_row([&](const Element& each) {
    if (each.is_own) answer(each, parts[placed.of(each.uuid)], settings, receipts);
  });
}

}  // namespace rulemap::misp
