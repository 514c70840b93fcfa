// A request that was cut off goes on running on the server: nothing is decided until it is quiet.
#pragma once

#include <cstdint>
#include <string>

#include "server/api.h"

namespace rulemap::misp {

struct Patience {
  std::int64_t quiet_ms = 3000;       // between two reads that have to agree
  std::int64_t longest_ms = 300'000;  // then it is given up, and the next run looks again
};
// For a request of so many elements: 3 s, and 3 s for each thousand (142: 1,500 objects cut off
// were all there after 15 s).
Patience patience_for(std::size_t elements, std::int64_t quiet_ms);

// Reads the event until two reads say the same, which is `done`; also where it is not there.
// `broken` where it does not become quiet.
Answer settle(Api& api, const std::string& event, const Patience& patience);

}  // namespace rulemap::misp
