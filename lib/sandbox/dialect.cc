#include "rulemap/sandbox/dialect.h"

#include <algorithm>
#include <cctype>

namespace rulemap::sandbox {
namespace {

struct Word {
  std::string_view said, means;
};

// Longer ones first where one begins another.
constexpr Word kPlaces[] = {
    {"%samplepath%", R"(C:\Sample)"},
    {"<path_sample.exe>", R"(C:\Sample\sample.exe)"},
    {"<path_sample>", R"(C:\Sample\sample)"},
    {"<current_dir>", R"(C:\Sample)"},
    {"<system32>", R"(C:\Windows\System32)"},
    {"<syswow64>", R"(C:\Windows\SysWOW64)"},
    {"<drivers>", R"(C:\Windows\System32\drivers)"},
    {"<windows>", R"(C:\Windows)"},
    {"<program files>", R"(C:\Program Files)"},
    {"<user>", "user"},
    {"%windir%", R"(C:\Windows)"},
    {"%systemroot%", R"(C:\Windows)"},
    {"%system32%", R"(C:\Windows\System32)"},
    {"%systemdrive%", "C:"},
    {"%homedrive%", "C:"},
    {"%userprofile%", R"(C:\Users\user)"},
    {"%homepath%", R"(C:\Users\user)"},
    {"%appdata%", R"(C:\Users\user\AppData\Roaming)"},
    {"%localappdata%", R"(C:\Users\user\AppData\Local)"},
    {"%temp%", R"(C:\Users\user\AppData\Local\Temp)"},
    {"%tmp%", R"(C:\Users\user\AppData\Local\Temp)"},
    {"%public%", R"(C:\Users\Public)"},
    {"%programfiles(x86)%", R"(C:\Program Files (x86))"},
    {"%programfiles%", R"(C:\Program Files)"},
    {"%commonprogramfiles%", R"(C:\Program Files\Common Files)"},
    {"%programdata%", R"(C:\ProgramData)"},
    {"%allusersprofile%", R"(C:\ProgramData)"},
};

constexpr Word kHives[] = {
    {R"(hkey_local_machine\)", R"(HKLM\)"},
    {R"(hkey_current_user\)", R"(HKCU\)"},
    {R"(hkey_users\)", R"(HKU\)"},
    {R"(hkey_classes_root\)", R"(HKCR\)"},
    {R"(hkey_current_config\)", R"(HKCC\)"},
    {R"(\registry\machine\)", R"(HKLM\)"},
    {R"(\registry\user\)", R"(HKU\)"},
    {R"(<hklm>\)", R"(HKLM\)"},
    {R"(<hkcu>\)", R"(HKCU\)"},
    {R"(<hku>\)", R"(HKU\)"},
    {R"(<hkcr>\)", R"(HKCR\)"},
    {R"(hklm\)", R"(HKLM\)"},
    {R"(hkcu\)", R"(HKCU\)"},
    {R"(hku\)", R"(HKU\)"},
    {R"(hkcr\)", R"(HKCR\)"},
    {R"(hkcc\)", R"(HKCC\)"},
};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)); }

bool begins_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(),
                                                  [](char a, char b) { return a == lower(b); });
}

template <std::size_t N>
const Word* word_at(std::string_view text, const Word (&words)[N]) {
  const auto found = std::find_if(std::begin(words), std::end(words),
                                  [&](const Word& each) { return begins_with(text, each.said); });
  return found == std::end(words) ? nullptr : found;
}

bool has_drive(std::string_view path) {
  return path.size() >= 3 && is_letter(path[0]) && path[1] == ':' &&
         (path[2] == '\\' || path[2] == '/');
}

// A path of a drive that is written with slashes, up to the first blank.
void turn_slashes(std::string& text) {
  if (!has_drive(text) || text[2] != '/') return;
  for (std::size_t i = 2; i < text.size() && text[i] != ' '; ++i) {
    if (text[i] == '/') text[i] = '\\';
  }
}

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\0'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Where the program ends in a command line without quotes. A path may hold blanks, so it goes on
// until its file has the ending of a program; a name alone ends at the first blank.
std::size_t end_of_program(std::string_view line) {
  constexpr std::string_view kEnds[] = {".exe", ".com", ".scr", ".bat", ".cmd", ".tmp"};
  const bool is_path = has_drive(line) || line.starts_with('\\');
  for (std::size_t at = 0; is_path && at < line.size();) {
    at = std::min(line.find(' ', at + 1), line.size());
    for (const std::string_view end : kEnds) {
      if (at > end.size() && begins_with(line.substr(at - end.size()), end)) return at;
    }
  }
  return std::min(line.find(' '), line.size());
}

}  // namespace

std::string windows_text(std::string_view text) {
  text = trimmed(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const bool may_begin = text[0] == '%' || text[0] == '<';
    // `%%name%%` is how a command line writes a percent sign for later.
    const bool is_doubled = text.starts_with("%%") || (!out.empty() && out.back() == '%');
    if (const Word* place = may_begin && !is_doubled ? word_at(text, kPlaces) : nullptr) {
      out += place->means;
      text.remove_prefix(place->said.size());
    } else if ((text.starts_with(R"(\\?\)") || text.starts_with(R"(\??\)")) &&
               has_drive(text.substr(4))) {
      text.remove_prefix(4);
    } else {
      if (text[0] != '\0') out += text[0];
      text.remove_prefix(1);
    }
  }
  turn_slashes(out);
  return out;
}

std::string registry_key(std::string_view text) {
  text = trimmed(text);
  const Word* hive = word_at(text, kHives);
  if (!hive) return std::string(text);
  return std::string(hive->means) + std::string(text.substr(hive->said.size()));
}

std::string registry_value(std::string_view text) {
  std::string out(trimmed(text));
  out.erase(std::remove(out.begin(), out.end(), '\0'), out.end());
  const auto is_hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); };
  const bool is_number = out.starts_with("0x") && std::all_of(out.begin() + 2, out.end(), is_hex);
  if (is_number && out.size() == 10) return "DWORD (" + out + ")";
  if (is_number && out.size() == 18) {
    return "QWORD (" + out.substr(0, 10) + "-0x" + out.substr(10) + ")";
  }
  return windows_text(out);
}

Command command_of(std::string_view text) {
  const std::string line = windows_text(text);
  if (line.starts_with('"')) {
    const std::size_t end = line.find('"', 1);
    if (end == std::string::npos) return {line.substr(1), line};
    return {line.substr(1, end - 1), line,
            std::string(trimmed(std::string_view(line).substr(end + 1)))};
  }
  const std::size_t end = end_of_program(line);
  if (end == line.size()) return {line, ""};
  return {line.substr(0, end), line, std::string(trimmed(std::string_view(line).substr(end)))};
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("\\/");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace rulemap::sandbox
