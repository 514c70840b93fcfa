// The difference between what an event should hold and what a server has, seen or refused:
// need = wanted - there - seen - refused - children of what was deleted or removed.
// (MISP_PUSH.md section 4.5.)
#pragma once

#include <set>
#include <string>
#include <vector>

#include "push/journal.h"
#include "push/tag_names.h"
#include "push/wanted.h"
#include "server/server_event.h"

namespace rulemap::misp {

struct NeededAttribute {
  const WantedAttribute* of = nullptr;
  bool is_new = false;   // it is sent whole
  bool changed = false;  // ours, not touched by anybody, and we know more now
  std::vector<std::string> tags = {};
  bool any() const { return is_new || changed || !tags.empty(); }
};

struct NeededObject {
  const WantedObject* of = nullptr;
  bool is_new = false;
  bool changed = false;  // its comment
  std::vector<NeededAttribute> attributes = {};
  std::vector<const WantedReference*> references = {};
  bool any() const { return is_new || changed || !attributes.empty() || !references.empty(); }
};

// Looks at one element after the other; borrows all it is given. What is found to be there is noted
// in the journal as seen.
class Delta {
 public:
  Delta(const ServerEvent& there, Journal& journal, const TagNames& names)
      : there_(there), journal_(journal), names_(names) {}

  NeededAttribute attribute(const WantedAttribute& wanted);
  NeededObject object(const WantedObject& wanted);
  std::vector<std::string> tags(const Uuid& element, const std::vector<std::string>& wanted);

  // Deleted, removed or edited by somebody: they stay as they are.
  std::size_t left_alone() const { return left_alone_; }
  // Tags that stand for nothing on this server.
  const std::set<std::string>& unknown_tags() const { return unknown_tags_; }

 private:
  enum class State { there, missing, gone };
  State look(const Uuid& what);
  // The same for what is somebody's, which is never made anew.
  State look(const Uuid& what, bool theirs);
  bool has_changed(const Uuid& what, const Uuid& ours);

  const ServerEvent& there_;
  Journal& journal_;
  const TagNames& names_;
  std::size_t left_alone_ = 0;
  std::set<std::string> unknown_tags_;
};

}  // namespace rulemap::misp
