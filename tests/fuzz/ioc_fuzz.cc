// Lines of an IOC list: tokens, what they mean, and what they are.
#include "fuzz.h"
#include "rulemap/text/indicator.h"
#include "rulemap/text/refang.h"
#include "rulemap/text/scan.h"
#include "rulemap/text/url.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  for (const std::string& text : files_below("examples/iocs", ".txt")) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      if (end > at) out.seeds.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  out.seeds.insert(out.seeds.end(), {"hxxps://user:pw@evil[.]example:8443/a%20b?q=1;2,3#top",
                                     "ftp://[2001:db8::1]:21/x", "\"a,b\";'c'|<d>",
                                     "1.2.3.0/24, 2001:db8::/32", "::ffff:10.0.0.1 [::1]:80"});
  out.words = {"hxxp",  "hxxps", "fxp",   "http://", "https://", "ftp://", "[.]",  "(dot)",   "[:]",
               "[://]", "[@]",   "(at)",  "\\.",     "[",        "]",      "xn--", "::",      "/0",
               "/129",  ":0",    "65536", "CVE-",    "2001:db8", "%2e",    "@",    "#",       "//",
               "\"",    "'",     "<",     ">",       ",",        ";",      "|",    ".example"};
  return out;
}

namespace {

// A value that was written somewhere and read again is the same indicator.
void judge(std::string_view token) {
  const std::string once = ioc::refang(token);
  expect_same(ioc::refang(once), once, "refanging twice is refanging once");
  const auto found = ioc::classify(once);
  if (!found.ok()) return expect(!found.error().message.empty(), "a refusal has a reason");
  const auto again = ioc::classify(found->value);
  expect(again.ok() && again->type == found->type, "a value is of its own type");
  expect_same(again->value, found->value, "a value is in its one normal form");
  expect(again->is_private == found->is_private, "a value is as private as its token");
  if (found->type != ioc::Type::url) return;
  const auto parts = ioc::split_url(found->value);
  expect(parts.ok(), "a URL can be split");
  expect_same(parts->text, found->value, "splitting changes no normal URL");
}

void scan(std::string_view line, ioc::Layout layout) {
  const char* end = line.data();
  for (const ioc::Token& token : ioc::tokens_of(line, layout)) {
    expect(!token.text.empty() && token.column >= 1, "a token is something, somewhere");
    expect(token.text.data() >= end, "tokens are in order");
    end = token.text.data() + token.text.size();
    expect(end <= line.data() + line.size(), "tokens lie inside their line");
    judge(token.text);
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  const std::string_view text = fuzz::view_of(data, size);
  const std::string_view line = ioc::clean_line(text, true);
  fuzz::scan(line, ioc::Layout::free_text);
  fuzz::scan(line, ioc::Layout::csv);
  fuzz::scan(line, ioc::Layout::prose);
  fuzz::judge(text);
  if (const auto parts = ioc::split_url(text); parts.ok()) {
    const auto again = ioc::split_url(parts->text);
    fuzz::expect(again.ok(), "a normal URL can be split");
    fuzz::expect_same(again->text, parts->text, "a URL's normal form is its own");
  }
  return 0;
}
