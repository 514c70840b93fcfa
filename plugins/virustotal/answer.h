// What an answer of VirusTotal means for the one who asked: status and error code in one verdict.
#pragma once

#include <cstdint>
#include <string>

#include "rulemap/sdk/host.h"

namespace rulemap::virustotal {

// An answer above this is not read: real ones reach 1 MB.
inline constexpr std::size_t kMaxBody = std::size_t{8} << 20;

struct Answer {
  enum class Kind {
    found,      // `data` is there
    unknown,    // VirusTotal says that it does not know it: a 404 and nothing else
    held_back,  // the host may not ask this
    wait,       // no allowance left, says the host; not an attempt
    busy,       // the server says that there were too many requests; not an attempt either
    retry,      // trouble that may pass
    forbidden,  // the key may not ask this; another thing it may
    refused,    // an answer that stays the same, or none that can be read
    stop,       // no request with this key will do
  };
  Kind kind = Kind::refused;
  Doc data = {};  // good until the call ends, as is `meta`
  std::string why = {};
  std::int64_t after_ms = 0;
  Doc meta = {};  // of a list: where it goes on
};

enum class DataIs { object, list };

// Reads the body, and of it what `read` names. An `error` inside a 200 counts as what it says.
Answer judge(const Host& host, const Response& response, const Parts& read,
             DataIs data_is = DataIs::object);

}  // namespace rulemap::virustotal
