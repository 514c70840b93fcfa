#include "config/variables.h"

#include <filesystem>
#include <fstream>

#include "config/block_reader.h"
#include "config/secret_uses.h"
#include "config/secret_words.h"
#include "rulemap/host/options.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kLargestSecret = 64 * 1024;

std::optional<Constant> typed(std::string_view type, const std::string& text) {
  if (type == "text" || type.empty()) return Constant(text);
  if (type == "int") {
    const auto found = host::options::number<std::int64_t>(text);
    return found ? std::optional<Constant>(*found) : std::nullopt;
  }
  if (type == "number") {
    const auto found = host::options::number<double>(text);
    return found ? std::optional<Constant>(*found) : std::nullopt;
  }
  if (type == "duration") {
    const auto found = host::parse_duration(text);
    return found ? std::optional<Constant>(*found) : std::nullopt;
  }
  if (text == "true" || text == "false") return Constant(text == "true");
  return std::nullopt;
}

// A secret file's text without the newline that editors add.
std::optional<std::string> read_secret_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kLargestSecret, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text.empty() ? std::nullopt : std::optional<std::string>(std::move(text));
}

}  // namespace

std::string text_of(const Constant& constant) {
  if (const auto* text = std::get_if<std::string>(&constant)) return *text;
  if (const auto* flag = std::get_if<bool>(&constant)) return *flag ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&constant)) return std::to_string(*whole);
  return host::to_text(host::Json(std::get<double>(constant)));
}

Variables::Variables(const PipelineFile& file, const Environment& environment, Secrets& secrets,
                     SecretsAre secrets_are, const std::string& base_folder,
                     Diagnostics& diagnostics)
    : values_(secrets) {
  for (const VarFile& var : file.vars) add_var(var, environment, diagnostics);
  const std::set<std::string> uses = secret_uses(file);
  for (const SecretFile& secret : file.secrets) {
    const bool idle = secrets_are == SecretsAre::needed && !uses.count(secret.name);
    add_secret(secret, environment, secrets, idle ? SecretsAre::checked : secrets_are, base_folder,
               diagnostics);
  }
}

void Variables::add_var(const VarFile& var, const Environment& environment,
                        Diagnostics& diagnostics) {
  constexpr std::string_view kTypes = "text|int|number|bool|duration";
  if (!var.type.empty() && !host::is_choice(kTypes, var.type.text)) {
    report(diagnostics, var.type.place, var.type.text.size(),
           "`type` is one of " + host::choices_text(kTypes), "value",
           guess(var.type.text, {"text", "int", "number", "bool", "duration"}));
    return;
  }
  std::optional<std::string> text;
  if (!var.env.empty()) text = environment(var.env.text);
  const bool from_env = text.has_value();
  if (!text && var.has_standard) text = var.standard.text;
  if (!text) {
    const std::string& env = var.env.text;
    report(diagnostics, var.place, var.name.size(),
           "var `" + var.name + "` has no value: " +
               (env.empty() ? "give it `default` or `env`"
                            : "set " + env + " in the environment, or give it `default`"),
           "missing");
    return;
  }
  auto value = typed(var.type.text, *text);
  if (!value) {
    report(diagnostics, from_env ? var.env.place : var.standard.place,
           from_env ? var.env.text.size() : var.standard.text.size(),
           "var `" + var.name + "` is of type " + var.type.text + "; `" + *text + "` is none" +
               (from_env ? " (from the environment)" : ""),
           "type");
    return;
  }
  vars_.emplace(var.name, std::move(*value));
}

void Variables::add_secret(const SecretFile& secret, const Environment& environment,
                           Secrets& secrets, SecretsAre secrets_are, const std::string& base_folder,
                           Diagnostics& diagnostics) {
  std::optional<std::string> text;
  if (!secret.env.empty()) text = environment(secret.env.text);
  if (!secret.file.empty()) {
    text = read_secret_file((std::filesystem::path(base_folder) / secret.file.text).string());
  }
  const bool has_place = !secret.env.empty() || !secret.file.empty();  // else reported already
  if (has_place && (!text || text->empty()) && secrets_are != SecretsAre::unused) {
    const std::string where = secret.env.empty()
                                  ? "the file " + secret.file.text + " is missing or empty"
                              : is_variable_name(secret.env.text)
                                  ? secret.env.text + " is not set in the environment"
                                  : "`env` takes the name of an environment variable, not the "
                                    "secret itself";
    report(diagnostics, secret.place, secret.name.size(),
           "secret `" + secret.name + "` has no value: " + where, "missing", "",
           secrets_are == SecretsAre::needed ? Severity::error : Severity::warning);
  }
  secrets_[secret.name] = secrets.add(secret.name, text.value_or(""));
}

const Constant* Variables::find(std::string_view name) const {
  const auto found = vars_.find(name);
  return found == vars_.end() ? nullptr : &found->second;
}

std::string Variables::text() const {
  std::string out;
  for (const auto& [name, value] : vars_) out += name + "\x1f" + text_of(value) + "\x1f";
  return out;
}

std::vector<std::string> Variables::names() const {
  std::vector<std::string> out;
  for (const auto& each : vars_) out.push_back("vars." + each.first);
  return out;
}

std::optional<std::string> Variables::replacement(std::string_view name,
                                                  std::optional<std::int64_t>& secret,
                                                  const Written& written,
                                                  Diagnostics& diagnostics) const {
  std::vector<std::string> known = names();
  for (const auto& each : secrets_) known.push_back("secrets." + each.first);
  if (name.starts_with("vars.")) {
    if (const Constant* found = find(name.substr(5))) return text_of(*found);
  } else if (name.starts_with("secrets.")) {
    if (const auto found = secrets_.find(name.substr(8)); found != secrets_.end()) {
      secret = found->second;
      return "";
    }
  }
  report(diagnostics, written.place, written.text.size(),
         "`${" + std::string(name) + "}` names nothing; `${vars.NAME}` and `${secrets.NAME}` do",
         "variable", guess(name, known));
  return std::nullopt;
}

Interpolated Variables::interpolate(const Written& written, Diagnostics& diagnostics) const {
  Interpolated out;
  std::string_view rest = written.text;
  while (true) {
    const std::size_t at = rest.find("${");
    if (at == std::string_view::npos) break;
    if (at > 0 && rest[at - 1] == '$') {
      out.text += std::string(rest.substr(0, at - 1)) + "${";
      rest.remove_prefix(at + 2);
      continue;
    }
    const std::size_t end = rest.find('}', at);
    if (end == std::string_view::npos) {
      report(diagnostics, written.place, written.text.size(),
             "`${` without `}`; write `$${` for a literal `${`", "variable");
      out.failed = true;
      return out;
    }
    std::optional<std::int64_t> secret;
    const auto text = replacement(rest.substr(at + 2, end - at - 2), secret, written, diagnostics);
    if (!text) {
      out.failed = true;
      return out;
    }
    if (secret && (at > 0 || end + 1 < rest.size() || !out.text.empty())) {
      report(diagnostics, written.place, written.text.size(),
             "a secret stands alone in its value: it may not be part of a longer text", "secret");
      out.failed = true;
      return out;
    }
    if (secret) out.secret = secret;
    out.text += std::string(rest.substr(0, at)) + *text;
    rest.remove_prefix(end + 1);
  }
  out.text += rest;
  return out;
}

}  // namespace rulemap::engine
