#include "rulemap/text/refang.h"

#include <gtest/gtest.h>

namespace rulemap::ioc {
namespace {

struct Row {
  const char* written;
  const char* meant;
};

TEST(Refang, UndoesWhatPeopleWrite) {
  const Row rows[] = {
      {"", ""},
      {"evil.com", "evil.com"},
      {"evil[.]com", "evil.com"},
      {"evil(.)com", "evil.com"},
      {"evil{.}com", "evil.com"},
      {"evil[dot]com", "evil.com"},
      {"evil(DOT)com", "evil.com"},
      {"evil{Dot}com", "evil.com"},
      {"evil\\.com", "evil.com"},
      {"1[.]2[.]3[.]4", "1.2.3.4"},
      {"1.2.3[.]4[:]8080", "1.2.3.4:8080"},
      {"user[@]evil.com", "user@evil.com"},
      {"user[at]evil[dot]com", "user@evil.com"},
      {"user(AT)evil.com", "user@evil.com"},
      {"hxxp://evil.com", "http://evil.com"},
      {"hXXp://evil.com", "http://evil.com"},
      {"hXxPs://evil.com", "https://evil.com"},
      {"hxxps[://]evil[.]com/a", "https://evil.com/a"},
      {"hxxp[:]//evil.com", "http://evil.com"},
      {"hxxp:[//]evil.com", "http://evil.com"},
      {"hxxps[:][/][/]evil.com[/]a", "https://evil.com/a"},
      {"fxp://evil.com/a", "ftp://evil.com/a"},
      {"fXp[://]evil.com/a", "ftp://evil.com/a"},
      {"2001[:]db8[:]:1", "2001:db8::1"},
  };
  for (const Row& row : rows) EXPECT_EQ(refang(row.written), row.meant) << row.written;
}

TEST(Refang, LeavesTheRestAlone) {
  for (const char* token :
       {"https://evil.com/?u=hxxp://bad.com", "hxxp.com", "hxxp:80", "xhxxp://evil.com",
        "http://[2001:db8::1]:443/a", "[2001:db8::1]:443", "[::]", "evil[]com", "a[b]c",
        "evil[.com", "h**p://evil.com", "meow://evil.com"}) {
    EXPECT_EQ(refang(token), token);
  }
}

TEST(Refang, TwiceIsOnce) {
  EXPECT_EQ(refang("evil[[.]]com"), "evil.com");
  EXPECT_EQ(refang("evil\\\\.com"), "evil.com");
  EXPECT_EQ(refang("evil[[d]ot]com"), "evil[[d]ot]com");
}

}  // namespace
}  // namespace rulemap::ioc
