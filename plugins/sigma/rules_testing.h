// What the tests of this folder share: a folder of its own for each test, and rules to write there.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "rulemap/testing/fake_world.h"

namespace rulemap::sigma_map {

// "...000000000007" for 7.
inline std::string uuid(int number) {
  const std::string digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

class RulesTest : public ::testing::Test {
 protected:
  std::string root() const { return world_.folder(); }
  std::string at(std::string_view name) const { return root() + "/" + std::string(name); }

  std::string write(std::string_view name, std::string_view text) {
    const std::filesystem::path path = at(name);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  // A rule with this title, and more lines of YAML.
  std::string write_rule(int number, std::string_view title, std::string_view more = "") {
    return write(
        "rules/" + std::to_string(number) + ".yml",
        "title: '" + std::string(title) + "'\nid: " + uuid(number) + "\n" + std::string(more));
  }

 private:
  testing::FakeWorld world_;
};

}  // namespace rulemap::sigma_map
