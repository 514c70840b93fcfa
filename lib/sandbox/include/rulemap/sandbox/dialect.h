// Paths, registry keys and values as sandboxes write them -> as Windows' own logs do, which is what
// Sigma rules ask for.
#pragma once

#include <string>
#include <string_view>

namespace rulemap::sandbox {

// `%windir%\x`, `<SYSTEM32>\x`, `C:\Users\<USER>\x`, `\\?\C:\x`, `c:/x` -> `C:\Windows\x` and so
// on, wherever such a piece stands, so command lines are fine. The sample's own folder, of which
// sandboxes say no more, becomes C:\Sample. What is no Windows path stays as it is.
std::string windows_text(std::string_view text);

// `HKEY_LOCAL_MACHINE\x`, `<HKLM>\x`, `\REGISTRY\MACHINE\x` -> `HKLM\x`; likewise HKU HKCU HKCR
// HKCC.
std::string registry_key(std::string_view text);

// `0x00000010` -> `DWORD (0x00000010)`, as Sysmon writes it; NUL characters go.
std::string registry_value(std::string_view text);

// A command line and the program that it starts.
struct Command {
  std::string image;
  std::string line;  // empty where the text is a path alone
  // What stands behind the program in the line, without blanks around.
  std::string arguments = {};
};

// `"C:\a b.exe" -x`, `C:\a b.exe -x`, `cmd /c x`, `C:\a b.exe`.
Command command_of(std::string_view text);

// What stands behind the last slash of either kind.
std::string_view file_name(std::string_view path);

}  // namespace rulemap::sandbox
