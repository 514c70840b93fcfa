// What is wrong with a pipeline file: place, message, guess. All of it in one run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::engine {

enum class Severity { error, warning };

// line and column count from 1, columns in characters; line 0: the file as a whole.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;
  std::string message;  // what is wrong, and what would be right
  std::string code;     // a word to search for: unknown-key, missing, field, type, ...
  std::string hint;     // a guess or a way out; may be empty
};

// A part of the file that is never shown, as it reads and where it begins.
struct HiddenText {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string text;
};

// Collects diagnostics and shows them with the line they are about.
class Diagnostics {
 public:
  // text: what the file holds; it is kept for the excerpts.
  Diagnostics(std::string file, std::string text)
      : file_(std::move(file)), text_(std::move(text)) {}

  void add(Diagnostic diagnostic);
  // From now on the text is *** in every message and excerpt, also in those that are there.
  void hide(HiddenText hidden);

  bool has_errors() const;
  const std::vector<Diagnostic>& all() const { return all_; }
  const std::string& file() const { return file_; }

  // Ordered by place. One paragraph each, as compilers do, and a last line that counts:
  //
  //   ioc.yaml:51:15: error: unknown field `vt.malicous` [field]
  //      |
  //   51 |         when: vt.malicous >= 5
  //      |               ^~~~~~~~~~~
  //      = did you mean `vt.malicious`?
  std::string text() const;
  // {"file", "problems": [{"file", "line", "column", "length", "severity", "code", "message",
  // "hint"}]}
  std::string json() const;

 private:
  void clean(Diagnostic& diagnostic) const;

  std::string file_;
  std::string text_;
  std::vector<Diagnostic> all_;
  std::vector<HiddenText> hidden_;
};

// "did you mean `X`?", where one of the names is near the word; or empty.
std::string guess(std::string_view word, const std::vector<std::string>& names);

}  // namespace rulemap::engine
