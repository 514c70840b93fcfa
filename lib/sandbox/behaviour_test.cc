#include <set>

#include "report_testing.h"

namespace rulemap::sandbox {
namespace {

TEST(Behaviour, TheTreeSaysWhoStartedWhom) {
  const Behaviour seen = read(R"({"processes_tree": [
      {"name": "%WINDIR%\\explorer.exe", "process_id": "1", "children": [
        {"name": "\"C:\\a.exe\" -x", "process_id": "2", "children": [
          {"name": "C:\\Windows\\System32\\cmd.exe", "process_id": "3"}]}]}]})");
  EXPECT_EQ(lines_of(seen),
            (Lines{R"(windows/process_creation Image=C:\Windows\explorer.exe|ProcessId=1)",
                   R"(windows/process_creation Image=C:\a.exe|CommandLine="C:\a.exe" -x|)"
                   R"(ParentImage=C:\Windows\explorer.exe|ProcessId=2)",
                   R"(windows/process_creation Image=C:\Windows\System32\cmd.exe|)"
                   R"(ParentImage=C:\a.exe|ParentCommandLine="C:\a.exe" -x|ProcessId=3)"}));
  EXPECT_EQ(seen.left_out, 0u);
}

TEST(Behaviour, ACommandLineFindsItsProcess) {
  EXPECT_EQ(lines_of(read(R"({"processes_tree": [
      {"name": "C:\\Windows\\System32\\cmd.exe", "process_id": "3"}],
      "command_executions": ["\"cmd\" /c powershell -enc x", "whoami /all"],
      "processes_created": ["C:\\Windows\\System32\\cmd.exe", "C:\\b.exe"]})")),
            (Lines{R"(windows/process_creation Image=C:\Windows\System32\cmd.exe|)"
                   R"(CommandLine="cmd" /c powershell -enc x|ProcessId=3)",
                   "windows/process_creation Image=whoami|CommandLine=whoami /all",
                   R"(windows/process_creation Image=C:\b.exe)"}));
}

TEST(Behaviour, TheSameArgumentsAreTheSameProcessAndTheWholePathIsKept) {
  EXPECT_EQ(lines_of(read(R"({"processes_tree": [{"name": "powershell.exe -enc x"}],
      "command_executions": ["\"C:\\p\\PowerShell.exe\" -enc x", "powershell -enc x",
                             "powershell -enc y"]})")),
            (Lines{R"(windows/process_creation Image=C:\p\PowerShell.exe|)"
                   R"(CommandLine="C:\p\PowerShell.exe" -enc x)",
                   "windows/process_creation Image=powershell|CommandLine=powershell -enc y"}));
}

TEST(Behaviour, TwoLinesOfOneProgramAreTwoProcesses) {
  EXPECT_EQ(lines_of(read(R"({"processes_created": ["a.exe 1", "a.exe 2", "A.EXE 1"]})")),
            (Lines{"windows/process_creation Image=a.exe|CommandLine=a.exe 1",
                   "windows/process_creation Image=a.exe|CommandLine=a.exe 2"}));
}

TEST(Behaviour, Files) {
  EXPECT_EQ(
      lines_of(read(R"({"files_written": ["C:\\a", "C:\\a"],
      "files_dropped": [{"path": "C:\\b", "sha256": "x"}, {"sha256": "y"}],
      "files_copied": [{"source": "C:\\a", "destination": "C:\\c"}],
      "files_deleted": ["C:\\d"], "files_opened": ["C:\\e", "\\??\\PIPE\\wkssvc"],
      "modules_loaded": ["ws2_32.dll"], "processes_injected": ["C:\\f.exe"],
      "processes_terminated": ["C:\\g.exe -x"]})")),
      (Lines{R"(windows/file_event TargetFilename=C:\a)",
             R"(windows/file_event TargetFilename=C:\b)",
             R"(windows/file_event TargetFilename=C:\c)",
             R"(windows/file_delete TargetFilename=C:\d)", R"(windows/file_access FileName=C:\e)",
             R"(windows/pipe_created PipeName=\wkssvc|EventType=ConnectPipe)",
             "windows/image_load ImageLoaded=ws2_32.dll",
             R"(windows/create_remote_thread TargetImage=C:\f.exe)",
             R"(windows/process_termination Image=C:\g.exe)"}));
}

TEST(Behaviour, Registry) {
  EXPECT_EQ(
      lines_of(read(R"({"registry_keys_set": [
      {"key": "<HKLM>\\Run\\x", "value": "0x00000001"}, {"key": "HKEY_CURRENT_USER\\y"}],
      "registry_keys_deleted": ["\\REGISTRY\\USER\\S-1-5-21-1\\z"]})")),
      (Lines{R"(windows/registry_set TargetObject=HKLM\Run\x|Details=DWORD (0x00000001)|)"
             "EventType=SetValue",
             R"(windows/registry_set TargetObject=HKCU\y|EventType=SetValue)",
             R"(windows/registry_delete TargetObject=HKU\S-1-5-21-1\z|EventType=DeleteKey)"}));
}

TEST(Behaviour, NetworkWithTheNamesThatWereLookedUp) {
  EXPECT_EQ(lines_of(read(R"({"dns_lookups": [
      {"hostname": "a.example", "resolved_ips": ["192.0.2.1", "192.0.2.2"]}, {"hostname": "b.example"}],
      "ip_traffic": [{"destination_ip": "192.0.2.2", "destination_port": 443,
                      "transport_layer_protocol": "TCP"}],
      "http_conversations": [{"url": "http://a.example/x?y", "request_method": "GET",
                              "response_status_code": 404}]})")),
            (Lines{"windows/dns_query QueryName=a.example|QueryResults=192.0.2.1;192.0.2.2;",
                   "/dns query=a.example|answer=192.0.2.1;192.0.2.2;",
                   "windows/dns_query QueryName=b.example", "/dns query=b.example",
                   "windows/network_connection DestinationIp=192.0.2.2|DestinationPort=443|"
                   "DestinationHostname=a.example|Protocol=tcp|Initiated=true",
                   "/proxy c-uri=http://a.example/x?y|cs-method=GET|cs-host=a.example|"
                   "sc-status=404"}));
}

TEST(Behaviour, OtherSystemsKeepTheirPaths) {
  const Behaviour seen = read(R"({"processes_created": ["/bin/sh -c x"],
      "files_written": ["/tmp/%TEMP%"], "registry_keys_set": [{"key": "x"}]})",
                              "Zenbox Linux");
  EXPECT_EQ(lines_of(seen), (Lines{"linux/process_creation Image=/bin/sh|CommandLine=/bin/sh -c x",
                                   "linux/file_event TargetFilename=/tmp/%TEMP%"}));
}

// Whoever parses only behaviour_members() gets the same events.
TEST(Behaviour, NoMemberIsReadThatIsNotSaid) {
  std::string all;
  for (const std::string_view each : behaviour_members()) {
    all += "\"" + std::string(each) + "\": [\"C:\\\\" + std::string(each) +
           "\", {\"name\": \"n\", \"path\": \"p\", \"destination\": \"d\", \"key\": \"k\", "
           "\"hostname\": \"h\", \"destination_ip\": \"i\", \"url\": \"u\"}],";
  }
  all.back() = '}';
  std::set<std::string> categories;
  for (const Event& each : read("{" + all).events) categories.insert(each.category);
  EXPECT_EQ(categories,
            (std::set<std::string>{"create_remote_thread", "dns", "dns_query", "file_access",
                                   "file_delete", "file_event", "image_load", "network_connection",
                                   "process_creation", "process_termination", "proxy",
                                   "registry_delete", "registry_set"}));
}

TEST(Behaviour, EveryEventSaysWhoSawIt) {
  const Behaviour seen = read(R"({"files_written": ["a"]})", "CAPE Sandbox");
  ASSERT_EQ(seen.events.size(), 1u);
  EXPECT_EQ(seen.events[0].by, "CAPE Sandbox");
}

TEST(Behaviour, WhatIsOfAnotherTypeIsLeftOutAndCounted) {
  const Behaviour seen = read(R"({"processes_tree": [1, {"name": 2}, {"name": "a", "children": 3}],
      "files_written": ["b", 4, null], "registry_keys_set": ["c", {"key": 5}],
      "dns_lookups": {"hostname": "d"}, "ip_traffic": [{"destination_ip": 6}]})");
  EXPECT_EQ(lines_of(seen),
            (Lines{"windows/process_creation Image=a", "windows/file_event TargetFilename=b",
                   "windows/registry_set EventType=SetValue"}));
  EXPECT_EQ(seen.left_out, 6u);
}

TEST(Behaviour, LimitsHoldAndAreCounted) {
  std::string many = R"({"files_written": [)";
  for (int i = 0; i < 20; ++i) many += "\"f" + std::to_string(i) + "\",";
  many.back() = ']';
  const Behaviour few = read(many + "}", "Zenbox", {.events = 5});
  EXPECT_EQ(few.events.size(), 5u);
  EXPECT_EQ(few.left_out, 15u);
  std::string deep = R"({"name": "p"})";
  for (int i = 0; i < 20; ++i)
    deep = R"({"name": "p)" + std::to_string(i) + R"(", "children": [)" + deep + "]}";
  EXPECT_EQ(read(R"({"processes_tree": [)" + deep + "]}", "Zenbox", {.depth = 3}).events.size(),
            4u);
  const Behaviour cut = read("{\"files_written\": [\"\xC3\xA4\xC3\xA4\"]}", "Zenbox", {.text = 3});
  EXPECT_EQ(lines_of(cut), (Lines{"windows/file_event TargetFilename=\xC3\xA4"}));
}

}  // namespace
}  // namespace rulemap::sandbox
