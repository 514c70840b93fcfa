// A MISP object while it is built: every value is held against the template and the type before it
// is in; what MISP would not take is a refusal, and the object goes on without it.
#pragma once

#include <compare>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "event/facts.h"
#include "event/identity.h"
#include "event/json_writer.h"
#include "event/tags.h"
#include "event/warninglists.h"

namespace rulemap::misp {

using ids::Uuid;

// From an object to a neutral observable, which may or may not turn out to be in the event.
struct Pointer {
  std::int32_t relationship = -1;  // its number in Facts::relationships()
  Uuid thing;

  friend bool operator==(const Pointer&, const Pointer&) = default;
  friend auto operator<=>(const Pointer&, const Pointer&) = default;
};

// Of one object: a hostile report could name any number.
inline constexpr std::size_t kMaxReferences = 1000;

class ObjectDraft {
 public:
  // Borrows the template, which lives in Facts. indicator: policy.h's is_indicator().
  ObjectDraft(const Template& of, const Uuid& uuid, bool indicator)
      : template_(&of), uuid_(uuid), indicator_(indicator) {}

  // True where the value is in the object now: just added, or there already.
  bool add(std::string_view relation, std::string_view value);
  void refuse(std::string_view relation, std::string_view value, std::string_view why);

  // The attribute that carries the object's tags, and its comment. False where it is not there.
  bool set_anchor(std::string_view relation, std::string comment,
                  const std::set<std::string>& tags);
  void set_comment(std::string comment) { comment_ = std::move(comment); }
  // Empty where unknown; a last one before the first is left out, for MISP drops both.
  void set_seen(const std::string& first, const std::string& last);
  void point_to(const Pointer& pointer);

  // What becomes of values on a warninglist; to be called last. Gives the number of such values.
  std::size_t warn(const Warninglists& lists, Warned warned);
  // Where the anchor was dropped, and with it the object: "it is on the warninglist NAME".
  const std::string& why_dropped() const { return why_dropped_; }

  bool has(std::string_view relation) const;
  // What the template demands and the object does not have; empty: it is complete.
  std::string missing() const;

  const Uuid& uuid() const { return uuid_; }
  // Those of its attributes go with it.
  void set_uuid(const Uuid& uuid) { uuid_ = uuid; }
  const std::string& anchor() const { return anchor_; }
  std::size_t attributes() const { return attributes_.size(); }
  std::size_t left_out() const { return left_out_; }  // values beyond the cap of a relation
  const std::vector<Pointer>& pointers() const { return pointers_; }
  std::size_t pointers_left_out() const { return seen_pointers_.size() - pointers_.size(); }
  const std::vector<Refusal>& refusals() const { return refusals_; }

  // The object as JSON without its references and its last brace, which event_file.h adds.
  std::string json() const;

 private:
  struct Kept {
    const TemplateAttribute* as;
    std::string value;
    std::string warning = {};
    bool unflagged = false;
  };

  Uuid uuid_of(const Kept& kept) const;
  bool correlates(const Kept& kept) const;
  void write(JsonWriter& json, const Kept& kept) const;

  const Template* template_;
  Uuid uuid_;
  bool indicator_;
  std::vector<Kept> attributes_;
  std::string anchor_;
  std::string anchor_comment_;
  std::string why_dropped_;
  std::set<std::string> anchor_tags_;
  std::string comment_;
  std::string first_seen_, last_seen_;
  std::vector<Pointer> pointers_;  // the first ones
  std::set<Pointer> seen_pointers_;
  std::vector<Refusal> refusals_;
  std::size_t left_out_ = 0;
};

// The list of an element's tags: "Tag":[{"name":"..."}], nothing where there are none.
void write_tags(JsonWriter& json, const std::set<std::string>& tags);

// Elements are no wider than their event.
inline constexpr std::int64_t kInherit = 5;

}  // namespace rulemap::misp
