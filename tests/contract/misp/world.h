// What an action of the simulated MISP server works on: all of it under one lock.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contract/misp/answer.h"
#include "contract/misp/galaxies.h"
#include "contract/misp/route.h"
#include "contract/misp/settings.h"
#include "contract/misp/store.h"
#include "contract/misp/values.h"

namespace rulemap::simulated {

struct RateWindow {
  std::int64_t began = 0;
  int searches = 0;
};

struct World {
  Store store = {};
  Galaxies galaxies = {};
  Settings settings = {};
  std::unique_ptr<ImportFilterTable> filter = {};
  std::string base_url = {};
  std::map<int, RateWindow> windows = {};  // by account
};

struct Call {
  const Account& account;
  std::string method;
  std::string path;  // without query, as MISP says it back
  Route route;
  bool ajax = false;
  Document body = {};  // null without one, or where it is not called JSON

  // What is in the member that MISP's forms wrap everything in, or the body itself.
  const Json& data(const char* wrapper) const {
    const Json* inner = member(body, wrapper);
    return inner ? *inner : body;
  }
};

// How fast elements are stored, and whether all of them are.
class Pace {
 public:
  virtual ~Pace() = default;
  // Before the first: the event, and the uuids of what is to be stored.
  virtual void begin(Event&, std::vector<std::string>) {}
  // Before each element. May let go of the lock meanwhile, after which only ids and uuids still
  // hold. False: the request ends here with an error.
  virtual bool next(World&, int event_id, const std::string& uuid);
};

// Whether the account sees the event, and whether it may change it.
bool sees(const Account& account, const Event& event);
bool owns(const Account& account, const Event& event);
// The event if it is there and seen.
Event* seen_event(World& world, const Account& account, std::string_view id_or_uuid);
// What every change of an event does to it.
void touch(World& world, Event& event);

using Action = Answer (*)(World&, const Call&, Pace&);

}  // namespace rulemap::simulated
