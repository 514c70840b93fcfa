#include "plan/dead_letters.h"

#include <rapidjson/document.h>

#include <filesystem>
#include <fstream>

namespace rulemap::engine {
namespace {

constexpr char kExpected[] =
    "; a dead letter is a record on one line, as table.jsonl writes it: "
    R"({"record":1,"id":...,"case.id":...,"dead_letter":{...}})";
constexpr int kForm = 1;  // of table.jsonl's records

// Empty: it is a dead letter.
std::string wrong_with(const std::string& line) {
  rapidjson::Document record;
  record.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (record.HasParseError()) return "this is no JSON";
  if (!record.IsObject()) return "this is no JSON object";
  const auto form = record.FindMember("record");
  if (form == record.MemberEnd()) return "`record` is missing";
  if (!form->value.IsInt() || form->value.GetInt() != kForm) {
    return "`record` is another form than " + std::to_string(kForm);
  }
  for (const char* each : {"id", "case.id"}) {
    const auto found = record.FindMember(each);
    const bool is_text = found != record.MemberEnd() && found->value.IsString();
    if (!is_text || found->value.GetStringLength() == 0) {
      return "`" + std::string(each) + "` is missing";
    }
  }
  const auto given_up = record.FindMember("dead_letter");
  if (given_up == record.MemberEnd() || !given_up->value.IsObject()) {
    return "`dead_letter` is missing";
  }
  return "";
}

}  // namespace

NoDeadLetters check_dead_letters(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) {
    return {0, "there is no file of dead letters here; it is read twice, so it cannot be a pipe"};
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return {0, "the file cannot be read"};
  std::uint32_t number = 0;
  bool any = false;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string wrong = wrong_with(line);
    if (!wrong.empty()) return {number, "no dead letter: " + wrong + kExpected};
    any = true;
  }
  if (file.bad()) return {number, "the file cannot be read to its end"};
  if (!any) return {0, "the file holds no dead letters: there is nothing to replay"};
  return {};
}

}  // namespace rulemap::engine
