// `vars` and `secrets` of a pipeline file, resolved; and `${...}` in strings, after parsing, in
// values only, never nested. $${ writes a literal ${.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/pipeline_file.h"
#include "host/secrets.h"
#include "rulemap/engine/diagnostic.h"

namespace rulemap::engine {

using Constant = std::variant<bool, std::int64_t, double, std::string>;

// Reads an environment variable; nothing where it is not set. Tests bring their own.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// How much a secret without a value matters: not at all while answers are replayed, a warning in
// a check, an error in a run; one that nothing asks for is a warning in both.
enum class SecretsAre { unused, checked, needed };

// What a string value became: a text, or one secret on its own.
struct Interpolated {
  std::string text;
  std::optional<std::int64_t> secret;
  bool failed = false;  // reported already: nothing may be made of it
};

class Variables {
 public:
  Variables(const PipelineFile& file, const Environment& environment, Secrets& secrets,
            SecretsAre secrets_are, const std::string& base_folder, Diagnostics& diagnostics);

  // Null where there is no such var.
  const Constant* find(std::string_view name) const;
  std::vector<std::string> names() const;
  // All names and values, for telling two runs apart; without secrets.
  std::string text() const;
  // Whether the text is the value of a secret, as far as that is known.
  bool is_secret(std::string_view text) const { return values_.is_one(text); }
  // Replaces what stands in `${...}`; reports what cannot be.
  Interpolated interpolate(const Written& written, Diagnostics& diagnostics) const;

 private:
  void add_var(const VarFile& var, const Environment& environment, Diagnostics& diagnostics);
  void add_secret(const SecretFile& secret, const Environment& environment, Secrets& secrets,
                  SecretsAre secrets_are, const std::string& base_folder, Diagnostics& diagnostics);
  std::optional<std::string> replacement(std::string_view name, std::optional<std::int64_t>& secret,
                                         const Written& written, Diagnostics& diagnostics) const;

  const Secrets& values_;
  std::map<std::string, Constant, std::less<>> vars_;
  std::map<std::string, std::int64_t, std::less<>> secrets_;
};

std::string text_of(const Constant& constant);

}  // namespace rulemap::engine
