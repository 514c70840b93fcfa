#include "prose.h"

#include <gtest/gtest.h>

namespace rulemap::text_plugin {
namespace {

TEST(Prose, TellsWhatWasMeantFromWords) {
  for (const char* word :
       {"hxxp://", "http://exa mple", "evil[.]", "999.1.1.1", "1.2.3.999:80", "300.1.1.0/24",
        "d41d8cd98f00b204e9800998ecf8427", "CVE-20", "cve-1", "someone(at)nowhere", "a[dot]b"}) {
    EXPECT_TRUE(was_meant(word)) << word;
  }
  for (const char* word :
       {"", "the", "e.g", "and/or", "10:30", "3.5", "v1.2.3.4", "1.2.3", "setup.exe", "deadbeef",
        "CVE-", "...", ":", "/", "1.2.3.x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_FALSE(was_meant(word)) << word;
  }
}

}  // namespace
}  // namespace rulemap::text_plugin
