#include "rulemap/sandbox/dialect.h"

#include <gtest/gtest.h>

namespace rulemap::sandbox {
namespace {

TEST(Dialect, PathsBecomeThoseOfWindows) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"(C:\Windows\explorer.exe)", R"(C:\Windows\explorer.exe)"},
      {R"(%windir%\System32\svchost.exe -k WerSvcGroup)",
       R"(C:\Windows\System32\svchost.exe -k WerSvcGroup)"},
      {R"(%WINDIR%\explorer.exe)", R"(C:\Windows\explorer.exe)"},
      {R"(<SYSTEM32>\cmd.exe)", R"(C:\Windows\System32\cmd.exe)"},
      {R"(<PATH_SAMPLE.EXE>)", R"(C:\Sample\sample.exe)"},
      {R"(<CURRENT_DIR>\b.wnry)", R"(C:\Sample\b.wnry)"},
      {R"(%SAMPLEPATH%\a.exe)", R"(C:\Sample\a.exe)"},
      {R"(C:\Users\<USER>\AppData\x.ps1)", R"(C:\Users\user\AppData\x.ps1)"},
      {R"(%USERPROFILE%\AppData\Local\Temp\x)", R"(C:\Users\user\AppData\Local\Temp\x)"},
      {R"(%HOMEPATH%\desktop\a.doc)", R"(C:\Users\user\desktop\a.doc)"},
      {R"(\\?\C:\Windows\system32\wbem\WMIADAP.EXE)", R"(C:\Windows\system32\wbem\WMIADAP.EXE)"},
      {R"(\??\%USERPROFILE%\WR64.sys)", R"(\??\C:\Users\user\WR64.sys)"},
      {R"(\??\C:\WR64.sys)", R"(C:\WR64.sys)"},
      {R"(  c:/analyse/175_03 -x /y)", R"(c:\analyse\175_03 -x /y)"},
      {R"("cmd" /c x '%%UserProfile%%' & y)", R"("cmd" /c x '%%UserProfile%%' & y)"},
      {R"(<Anonymous Pipe>)", R"(<Anonymous Pipe>)"},
      {"/etc/passwd", "/etc/passwd"},
      {"", ""},
  };
  for (const auto& [said, means] : rows) EXPECT_EQ(windows_text(said), means) << said;
}

TEST(Dialect, KeysBeginWithTheShortNameOfTheirHive) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"(HKLM\System\Start)", R"(HKLM\System\Start)"},
      {R"(HKEY_LOCAL_MACHINE\SOFTWARE\X)", R"(HKLM\SOFTWARE\X)"},
      {R"(HKEY_CURRENT_USER\Software)", R"(HKCU\Software)"},
      {R"(<HKLM>\Software\WanaCrypt0r\wd)", R"(HKLM\Software\WanaCrypt0r\wd)"},
      {R"(\REGISTRY\USER\S-1-5-21-1\Software)", R"(HKU\S-1-5-21-1\Software)"},
      {R"(\Registry\MACHINE\System)", R"(HKLM\System)"},
      {R"(HKU\S-1-5-18\X)", R"(HKU\S-1-5-18\X)"},
      {R"(Software\HKEY_USERS\X)", R"(Software\HKEY_USERS\X)"},
  };
  for (const auto& [said, means] : rows) EXPECT_EQ(registry_key(said), means) << said;
}

TEST(Dialect, NumbersOfTheRegistryAreWrittenAsSysmonDoes) {
  using namespace std::string_view_literals;
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"0x00000010", "DWORD (0x00000010)"},
      {"0x0000000000000010", "QWORD (0x00000000-0x00000010)"},
      {"DWORD (0x00000003)", "DWORD (0x00000003)"},
      {"0x10", "0x10"},
      {"http://x.example/\0"sv, "http://x.example/"},
      {"a\0b"sv, "ab"},
      {R"(<CURRENT_DIR>)", R"(C:\Sample)"},
  };
  for (const auto& [said, means] : rows) EXPECT_EQ(registry_value(said), means) << said;
}

TEST(Dialect, ACommandLineNamesItsProgram) {
  const struct {
    std::string_view said, image, line;
  } rows[] = {
      {R"(C:\a b\c.exe)", R"(C:\a b\c.exe)", ""},
      {R"(C:\a b\c.exe -x)", R"(C:\a b\c.exe)", R"(C:\a b\c.exe -x)"},
      {R"("C:\a b\c.exe" -x)", R"(C:\a b\c.exe)", R"("C:\a b\c.exe" -x)"},
      {R"("C:\a.exe" )", R"(C:\a.exe)", R"("C:\a.exe")"},
      {"wmiadap.exe /F /T", "wmiadap.exe", "wmiadap.exe /F /T"},
      {"cmd /c echo a.exe", "cmd", "cmd /c echo a.exe"},
      {"cmd /c b.exe c", "cmd", "cmd /c b.exe c"},
      {R"(C:\a b -x)", R"(C:\a)", R"(C:\a b -x)"},
      {R"(\\host\a b.exe c)", R"(\\host\a b.exe)", R"(\\host\a b.exe c)"},
      {R"("unended)", "unended", R"("unended)"},
      {"", "", ""},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(command_of(row.said).image, row.image) << row.said;
    EXPECT_EQ(command_of(row.said).line, row.line) << row.said;
  }
}

TEST(Dialect, FileNamesStandBehindSlashesOfEitherKind) {
  EXPECT_EQ(file_name(R"(C:\a\b.exe)"), "b.exe");
  EXPECT_EQ(file_name("/usr/bin/x"), "x");
  EXPECT_EQ(file_name("x"), "x");
}

}  // namespace
}  // namespace rulemap::sandbox
