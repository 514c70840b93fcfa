// Recorded answers, and the paths of URLs. An input is a recording without its first line; its own
// first line serves as a URL too.
#include <filesystem>

#include "fuzz.h"
#include "host/recordings.h"

namespace rulemap::fuzz {

Material material() {
  Material out;
  for (const std::string& text : files_below("examples/recordings", ".http")) {
    out.seeds.push_back(text.substr(text.find('\n') + 1));
  }
  out.seeds.insert(out.seeds.end(), {"https://h.example/a/../b?x=1&y=%2F#f\n", "https://h//..//.",
                                     "429\nRetry-After: 60\r\nx:\n\n", "200\r\n\r\n", "200"});
  out.words = {"200", "099", "600", "content-type:", ":", "\n\n", "\r\n\r\n", "..", "/", "//",
               "?",   "%",   "~",   "https://",      "x", "\r"};
  return out;
}

namespace {

void judge_path(std::string_view method, std::string_view url) {
  const std::string path = engine::recording_path(method, url);
  expect(path.ends_with(".http"), "a recording's name ends in .http");
  expect(path.find('\0') == std::string::npos, "a path has no NUL");
  for (const auto& part : std::filesystem::path("below/" + path)) {
    expect(part != "..", "a path stays below its folder");
    expect(part.native().size() <= 255, "a part can be a file's name");
  }
}

}  // namespace
}  // namespace rulemap::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rulemap;
  constexpr std::string_view kUrl = "https://api.example/v3/a";
  constexpr std::size_t kMaxBody = 1 << 20;
  static const fuzz::Folder folder;
  const std::string_view text = fuzz::view_of(data, size);
  const std::string_view url = text.substr(0, text.find('\n'));
  fuzz::judge_path("GET", url);
  fuzz::judge_path(text.substr(0, 8), url);

  const std::string first = "GET " + std::string(kUrl) + "\n";
  fuzz::write_file(folder.path(engine::recording_path("GET", kUrl)), first + std::string(text));
  const auto found = engine::Recordings(folder.path()).find("GET", kUrl, kMaxBody);
  if (!found.ok()) {
    fuzz::expect(!found.error().message.empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::expect(found->has_value(), "a recording that is there is found");
  const engine::RecordedAnswer& answer = **found;
  fuzz::expect(answer.status >= 100 && answer.status <= 599, "a status is a status");
  fuzz::expect(text.ends_with(answer.body), "a body is the end of its file, byte for byte");
  for (const auto& [name, value] : answer.headers) {
    for (const char c : name) fuzz::expect(c < 'A' || c > 'Z', "names are in lower case");
  }
  return 0;
}
