// What stands before every action: forms of requests, keys, rights, limits.
#pragma once

#include "contract/misp/http.h"
#include "contract/misp/world.h"

namespace rulemap::simulated {

Answer respond(World& world, const HttpRequest& request, Pace& pace);
// Head and body as they go out; `body_bytes` says how long the body is.
std::string print_answer(const World& world, const HttpRequest& request, const Answer& answer,
                         std::size_t& body_bytes);
// The body that was meant; false where its encoding is none or broken.
bool decode_body(const HttpRequest& request, std::string& to);

}  // namespace rulemap::simulated
