#include "rulemap/sigma/log_source.h"

#include <gtest/gtest.h>

namespace rulemap::sigma {
namespace {

// "product/service/category,category"
std::string said(Origin origin) {
  const EventSource source = event_source(origin);
  std::string out = std::string(source.product) + "/" + std::string(source.service) + "/";
  for (const auto category : source.categories) out += std::string(category) + ",";
  return out;
}

TEST(LogSource, OfChannelAndEventId) {
  const OriginFinder finder;
  struct Case {
    const char *channel, *provider, *event_id, *event_type, *source;
  };
  for (const Case& each : {
           Case{"", "", "1", "", "//"},
           Case{"elsewhere", "", "1", "", "windows//"},
           Case{"security", "", "4624", "", "windows/security/"},
           Case{"security", "", "4688", "", "windows/security/process_creation,"},
           Case{"security", "", "1", "", "windows/security/"},
           Case{"", "microsoft-windows-sysmon", "1", "", "windows/sysmon/process_creation,"},
           Case{"", "elsewhere", "1", "", "//"},
           Case{"microsoft-windows-sysmon/operational", "", "12", "createkey",
                "windows/sysmon/registry_event,registry_add,"},
           Case{"microsoft-windows-sysmon/operational", "", "12", "info",
                "windows/sysmon/registry_event,"},
           Case{"microsoft-windows-sysmon/operational", "", "13", "",
                "windows/sysmon/registry_event,registry_set,"},
           Case{"powershellcore/operational", "", "4104", "", "windows/powershell/ps_script,"},
           Case{"microsoft-windows-windows defender/operational", "", "1116", "",
                "windows/windefend/antivirus,"},
       }) {
    EXPECT_EQ(said(finder.find(each.channel, each.provider, each.event_id, each.event_type)),
              each.source);
  }
}

TEST(LogSource, EachAttributeThatTheRuleNamesFits) {
  EventSource event{"windows", "sysmon", {"registry_event", "registry_set"}, {}};
  EXPECT_TRUE(fits({"registry_set", "windows", ""}, event));
  EXPECT_TRUE(fits({"registry_event", "", "sysmon"}, event));
  EXPECT_TRUE(fits({}, event));
  EXPECT_FALSE(fits({"registry_set", "linux", ""}, event));
  EXPECT_FALSE(fits({"registry_add", "windows", ""}, event));
  EXPECT_FALSE(fits({"", "windows", "security"}, event));
  EXPECT_TRUE(fits({}, EventSource{}));
  EXPECT_FALSE(fits({"", "windows", ""}, EventSource{}));
}

}  // namespace
}  // namespace rulemap::sigma
