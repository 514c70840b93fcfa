// Typed configuration: declared once in a step, it yields the parser, the documentation and the
// checks of pipeline files.
//
//   struct Config { std::string server; std::chrono::milliseconds timeout; Secret key; };
//   static constexpr auto options = rulemap::options(
//       option("server", &Config::server, "Host to ask").standard("whois.example"),
//       option("key", &Config::key, "API key").required());
#pragma once

#include <array>
#include <chrono>
#include <tuple>
#include <type_traits>
#include <vector>

#include "rulemap/abi/config.h"
#include "rulemap/sdk/value.h"

namespace rulemap {

// A secret's handle; 0 is none. Has no text and no operator<<: headers take it as it is.
struct Secret {
  std::int64_t handle = 0;
};
// A file or folder, made absolute from the pipeline file's folder.
struct Path {
  std::string text;
};
// Files, folders or globs, made absolute likewise.
struct Paths {
  std::vector<std::string> items;
};
// The name of a field of the record.
struct FieldName {
  std::string text;
};
// Every key that no other option names, with scalar values or lists of texts.
struct Rest {
  Doc object;
};
struct NoConfig {};

namespace config {

template <class T>
constexpr std::uint32_t type_of() {
  if constexpr (std::is_same_v<T, std::string>) return RULEMAP_OPTION_TEXT;
  if constexpr (std::is_same_v<T, std::int64_t>) return RULEMAP_OPTION_INT;
  if constexpr (std::is_same_v<T, double>) return RULEMAP_OPTION_FLOAT;
  if constexpr (std::is_same_v<T, bool>) return RULEMAP_OPTION_BOOL;
  if constexpr (std::is_same_v<T, std::chrono::milliseconds>) return RULEMAP_OPTION_DURATION;
  if constexpr (std::is_same_v<T, Secret>) return RULEMAP_OPTION_SECRET;
  if constexpr (std::is_same_v<T, Path>) return RULEMAP_OPTION_PATH;
  if constexpr (std::is_same_v<T, Paths>) return RULEMAP_OPTION_PATHS;
  if constexpr (std::is_same_v<T, std::vector<std::string>>) return RULEMAP_OPTION_TEXTS;
  if constexpr (std::is_same_v<T, FieldName>) return RULEMAP_OPTION_FIELD;
  if constexpr (std::is_same_v<T, Rest>) return RULEMAP_OPTION_MAP;
  return 0;
}

template <class Config, class Member>
struct Option {
  static_assert(type_of<Member>() != 0, "this type cannot be configured");
  rulemap_option abi;
  Member Config::*member;

  // The default, written as in a pipeline file.
  constexpr Option standard(const char* value) const {
    Option copy = *this;
    copy.abi.standard = value;
    return copy;
  }
  // "low|medium|high": the only values.
  constexpr Option one_of(const char* values) const {
    Option copy = *this;
    copy.abi.choices = values;
    return copy;
  }
  // Files or folders that are read: the check says where nothing is there.
  constexpr Option input() const {
    static_assert(std::is_same_v<Member, Path> || std::is_same_v<Member, Paths>);
    Option copy = *this;
    copy.abi.flags |= RULEMAP_OPTION_INPUT;
    return copy;
  }
  // A file or folder that is written: the check says where another block writes or reads the same
  // file, and a replay writes beside it.
  constexpr Option output() const {
    static_assert(std::is_same_v<Member, Path>);
    Option copy = *this;
    copy.abi.flags |= RULEMAP_OPTION_OUTPUT;
    return copy;
  }
  constexpr Option required() const {
    Option copy = *this;
    copy.abi.flags |= RULEMAP_OPTION_REQUIRED;
    return copy;
  }
};

inline std::vector<std::string> texts(Doc list) {
  std::vector<std::string> out;
  for (Doc item : list) out.emplace_back(item.text().value_or(""));
  return out;
}

template <class Member>
void bind(const rulemap_doc_service* docs, const rulemap_value& cell, Member& out) {
  if (cell.kind == RULEMAP_MISSING) return;
  if constexpr (std::is_same_v<Member, std::string>) out = view(cell.as.text);
  if constexpr (std::is_same_v<Member, std::int64_t>) out = cell.as.integer;
  if constexpr (std::is_same_v<Member, double>) out = cell.as.number;
  if constexpr (std::is_same_v<Member, bool>) out = cell.as.integer != 0;
  if constexpr (std::is_same_v<Member, std::chrono::milliseconds>) {
    out = std::chrono::milliseconds(cell.as.integer);
  }
  if constexpr (std::is_same_v<Member, Secret>) out.handle = cell.as.integer;
  if constexpr (std::is_same_v<Member, Path>) out.text = view(cell.as.text);
  if constexpr (std::is_same_v<Member, FieldName>) out.text = view(cell.as.text);
  if constexpr (std::is_same_v<Member, Paths>) out.items = texts(Doc(docs, cell.as.doc));
  if constexpr (std::is_same_v<Member, std::vector<std::string>>) {
    out = texts(Doc(docs, cell.as.doc));
  }
  if constexpr (std::is_same_v<Member, Rest>) out.object = Doc(docs, cell.as.doc);
}

}  // namespace config

template <class Config, class Member>
constexpr auto option(const char* name, Member Config::*member, const char* about) {
  const bool rest = std::is_same_v<Member, Rest>;
  return config::Option<Config, Member>{
      {sizeof(rulemap_option), name, about, nullptr, nullptr, config::type_of<Member>(),
       rest ? std::uint32_t{RULEMAP_OPTION_REST} : 0u},
      member};
}

template <class... Options>
constexpr auto options(Options... each) {
  return std::tuple<Options...>{each...};
}

}  // namespace rulemap
