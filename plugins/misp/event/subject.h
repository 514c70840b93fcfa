// What providers say of a finding's own indicator: its subject observables, read by attribute name.
// Used by the makers of objects only; object_maker.h and further_objects.h are the doors.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/facts.h"
#include "event/object_maker.h"

namespace rulemap::misp {

class Subject {
 public:
  // What is said of the finding itself. Borrows all.
  Subject(const Facts& facts, const Uuid& event, const Finding& finding);
  // What is said of another thing; `finding` stands for it.
  Subject(const Facts& facts, const Uuid& event, const Finding& finding, const Observable& thing);

  // All values of an attribute as text, in the order of the providers.
  std::vector<std::string> all(std::string_view name) const;
  // The first one; empty where there is none.
  std::string first(std::string_view name) const;
  // The first that is a time, as MISP writes it; empty where there is none.
  std::string time(std::string_view name) const;

  // An object of this template for the finding.
  ObjectDraft draft(std::string_view name, const Uuid& uuid) const;
  // Adds every value of attribute `name` as `relation`.
  void copy(ObjectDraft& draft, std::string_view name, std::string_view relation) const;
  // A reference; a kind that MISP has no name for becomes related-to.
  void point(ObjectDraft& draft, std::string_view kind, std::string_view type,
             std::string_view key) const;
  // References for all relations of the observables.
  void point_to_related(ObjectDraft& draft) const;
  Uuid thing(std::string_view type, std::string_view key) const;

  // The observable's type: file domain ip url asn ...; empty where it becomes no object.
  std::string_view type() const { return type_; }
  // As providers spell it, else as the finding does.
  std::string key() const;
  const std::vector<const Observable*>& observables() const { return observables_; }
  const Facts& facts() const { return facts_; }
  const Uuid& event() const { return event_; }
  const Finding& finding() const { return finding_; }

 private:
  const Facts& facts_;
  const Uuid& event_;
  const Finding& finding_;
  std::string_view type_;
  std::vector<const Observable*> observables_;
};

// An attribute's value as text; times as MISP writes them.
std::string text_of(const Attribute& attribute);

MadeObject make_asn(const Subject& subject);
MadeObject make_certificate(const Subject& subject);
MadeObject make_whois(const Subject& subject);
MadeObject make_file(const Subject& subject);
MadeObject make_domain(const Subject& subject);
MadeObject make_address(const Subject& subject);
MadeObject make_url(const Subject& subject);

}  // namespace rulemap::misp
