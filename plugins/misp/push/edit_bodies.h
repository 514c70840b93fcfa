// The bodies of events/edit: what is needed, nothing more. No timestamps and no fields of the
// event, since both would overwrite people; a body ends where a server or its front end may refuse
// it. References go with their object, or after all objects where their target leaves later.
#pragma once

#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "push/delta.h"

namespace rulemap::misp {

class EditBodies {
 public:
  struct Limits {
    std::size_t bytes = std::size_t{4} << 20;
    std::size_t elements = 10'000;  // a server takes a second and more for a thousand
  };
  // send: takes a body and how many elements it has; an error ends what is under way.
  using Send = std::function<Result<void>(const std::string& body, std::size_t elements)>;
  EditBodies(const Uuid& event, const ServerEvent& there, Limits limits, Send send)
      : event_(event), there_(there), limits_(limits), send_(std::move(send)) {}

  void add_tags(const std::vector<std::string>& names);
  void add_report(const std::string& json);
  Result<void> add(const NeededAttribute& attribute);
  Result<void> add(const NeededObject& object);
  Result<void> finish();

 private:
  struct Reference {
    Uuid target;
    std::string json;
  };
  struct Object {
    Uuid uuid;
    std::string head;   // who it is
    std::string about;  // what it says of itself, where that is new
    std::string attributes;
    std::vector<Reference> references;
  };

  Result<void> count(std::size_t bytes, std::size_t elements);
  Result<void> flush();
  std::string body();
  std::string object_json(const Object& object, std::string references) const;
  bool is_there_now(const Uuid& target) const;

  Uuid event_;
  const ServerEvent& there_;
  Limits limits_;
  Send send_;
  std::string tags_, reports_, attributes_;
  std::vector<Object> objects_;
  std::vector<Object> later_;                // with the references that wait for their targets
  std::unordered_set<Uuid, UuidHash> left_;  // objects of this body and those before
  std::size_t bytes_ = 0;
  std::size_t elements_ = 0;
};

// An attribute as a body has it: whole, or only what is added to one that is there.
std::string attribute_json(const NeededAttribute& attribute);

}  // namespace rulemap::misp
