// rulemap new KIND ID: a plugin that builds, loads and passes its test, to be changed from there.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <memory>

#include "command.h"
#include "templates.h"

namespace rulemap::cli {
namespace fs = std::filesystem;
namespace {

struct NewArguments {
  std::string kind;
  std::string id;
  std::string into = ".";
};

bool is_part(const std::string& text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::islower(c) || std::isdigit(c) || c == '_';
         });
}

std::string cap_words(const std::string& snake) {
  std::string out;
  bool up = true;
  for (const char c : snake) {
    if (c == '_') {
      up = true;
      continue;
    }
    out += up ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    up = false;
  }
  return out;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

int make(const NewArguments& arguments) {
  const std::size_t dot = arguments.id.find('.');
  const std::string vendor = arguments.id.substr(0, dot);
  const std::string name = dot == std::string::npos ? "" : arguments.id.substr(dot + 1);
  if (!is_part(vendor) || !is_part(name)) {
    complain("rulemap: `" + arguments.id +
             "` is no id: write vendor.name in a to z, 0 to 9 and _, "
             "such as acme.whois\n");
    return kUsage;
  }
  const std::string file = vendor + "_" + name;
  const fs::path folder = fs::path(arguments.into);
  std::error_code failed;
  if (fs::exists(folder / "CMakeLists.txt", failed)) {
    complain("rulemap: " + (folder / "CMakeLists.txt").string() +
             " is there already; nothing was written\n");
    return kProblems;
  }
  for (const Template& each : templates(arguments.kind)) {
    std::string path(each.path);
    std::string text(each.text);
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"@ID@", arguments.id},
                                   {"@FILE@", file},
                                   {"@CLASS@", cap_words(name)},
                                   {"@VENDOR@", vendor},
                                   {"@NAME@", name}}) {
      replace_all(path, from, to);
      replace_all(text, from, to);
    }
    const fs::path target = folder / path;
    fs::create_directories(target.parent_path(), failed);
    std::ofstream out(target, std::ios::binary);
    out << text;
    if (!out.flush()) {
      complain("rulemap: " + target.string() + " cannot be written\n");
      return kFailed;
    }
    print("wrote " + target.string() + "\n");
  }
  print(
      "\nNext:\n  cmake -B build && cmake --build build && ctest --test-dir build\n"
      "  rulemap --plugins build run pipeline.yaml\n");
  return kFine;
}

}  // namespace

void add_new(CLI::App& app, Common& common) {
  auto arguments = std::make_shared<NewArguments>();
  CLI::App* command =
      app.add_subcommand("new", "Write a new plugin that builds and passes its test");
  command->add_option("kind", arguments->kind, "source, step or sink")
      ->required()
      ->check(CLI::IsMember({"source", "step", "sink"}));
  command->add_option("id", arguments->id, "vendor.name, such as acme.whois")->required();
  command->add_option("--into", arguments->into, "The folder to write to (default: here)")
      ->type_name("DIR");
  command->callback([arguments, &common] { common.exit_code = make(*arguments); });
}

}  // namespace rulemap::cli
