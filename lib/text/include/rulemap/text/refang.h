// What people write so that nobody clicks -> what they mean: "hxxps://evil[.]com" ->
// "https://evil.com". The first step of an IOC list's token; classify() in indicator.h is the next.
#pragma once

#include <string>
#include <string_view>

namespace rulemap::ioc {

// Undone, in any case of letters:
//   a dot      [.] (.) {.} [dot] (dot) {dot} \.
//   a colon    [:]        slashes  [/] [//] [://]
//   an at      [@] [at] (at)
//   a scheme   hxxp:// hxxps:// fxp://, only where the token starts: inside a query it stays.
// The brackets of an IPv6 host stay. Applying it twice changes nothing more. Linear in the token.
std::string refang(std::string_view token);

}  // namespace rulemap::ioc
