// rulemap sigma test CASES.jsonl...: test cases of rules.
#include "sigma.h"

#include <fstream>
#include <memory>

#include "rulemap/sigma/cases.h"

namespace rulemap::cli {
namespace {

struct Counts {
  std::size_t passed = 0, failed = 0;
};

std::string place(const std::string& path, std::size_t line) {
  return path + ":" + std::to_string(line) + ": ";
}

void run_line(const std::string& line, const std::string& at, Counts& counts) {
  const auto test = sigma::read_case(line);
  if (!test) {
    ++counts.failed;
    return print("failed  " + at + "no case: " + test.error().text() + "\n");
  }
  const sigma::CaseOutcome outcome = sigma::run_case(*test);
  ++(outcome.passed ? counts.passed : counts.failed);
  const std::string why = outcome.message.empty() ? "" : ": " + outcome.message;
  print((outcome.passed ? "passed  " : "failed  " + at) + test->name + why + "\n");
}

bool run_file(const std::string& path, Counts& counts) {
  std::ifstream file(path);
  std::string line;
  std::size_t number = 0;
  while (std::getline(file, line)) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    run_line(line, place(path, number), counts);
  }
  if (file.is_open() && file.eof()) return true;
  complain("rulemap: cannot read " + path + "; cases stand in a file, one a line\n");
  return false;
}

void test(const std::vector<std::string>& paths, Common& common) {
  Counts counts;
  for (const std::string& path : paths) {
    if (!run_file(path, counts)) common.exit_code = kFailed;
  }
  print(std::to_string(counts.passed) + " passed, " + std::to_string(counts.failed) + " failed\n");
  if (counts.failed > 0 && common.exit_code == kFine) common.exit_code = kProblems;
}

}  // namespace

void add_sigma_test(CLI::App& sigma, Common& common) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      sigma.add_subcommand("test", "Run test cases of rules, one JSON object a line");
  command->add_option("cases", *paths, "Files of cases")->type_name("CASES.jsonl")->required();
  command->callback([paths, &common] { test(*paths, common); });
}

}  // namespace rulemap::cli
