// Sends recorded requests to a simulated MISP server, after preparing what they take for granted.
#pragma once

#include <map>
#include <string>

#include "contract/misp/client_testing.h"
#include "contract/misp/recordings_testing.h"
#include "contract/misp/simulated_misp.h"

namespace rulemap::simulated {

class Replay {
 public:
  Replay();
  // The requests have to come in their order.
  Reply send(const Recorded& exchange);
  // Whether the request is there as it was: long ones are cut in the recordings.
  static bool is_whole(const Recorded& exchange);

 private:
  void learn_events();
  void set_up_for(const std::string& name);
  void prepare_clusters(const Json& request, bool expects_clusters);
  void prepare_event(const std::string& mentioned);
  std::string body_of(const Json& request) const;
  std::string own_names(std::string text) const;

  SimulatedMisp misp_;
  Client client_{misp_, ""};
  std::map<std::string, std::string> events_;  // by uuid, as they were recorded
  std::map<std::string, std::string> ids_;     // recorded numbers of clusters
};

}  // namespace rulemap::simulated
