// table.jsonl as a sink: every record as one JSON object a line, under the flat names of its fields
// and with "record": 1, the revision of this form.
#pragma once

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_map>
#include <utility>

#include "rulemap/sdk/sink.h"

namespace rulemap::table {

class JsonlSink final : public Sink<JsonlSink> {
 public:
  static constexpr Label label{
      .id = "table.jsonl", .summary = "Writes records, one JSON object a line.", .label = "sink"};
  struct Config {
    Path path;
    bool append;
    bool once;
  };
  static constexpr auto options = rulemap::options(
      option("path", &Config::path,
             "The file to write; %Y, %m, %d, %H, %M and %S stand for the time of the run (UTC)")
          .output()
          .required(),
      option("append", &Config::append, "Add to a file that is there, instead of replacing it")
          .standard("false"),
      option("once", &Config::once,
             "Leave out a record that the file holds: of the same id, indicator and dead_letter.at")
          .standard("false"));
  static constexpr auto reads = rulemap::fields(field::object("*"));

  JsonlSink(Config config, Host host) : config_(std::move(config)), host_(host) {}

  // A run that goes on finds its file, and cuts off what was written after the last kept row.
  Result<void> start() {
    path_ = host_.remembered("run.path");
    const bool goes_on = !path_.empty();
    if (!goes_on) path_ = at_time(config_.path.text, host_.now());
    std::error_code failed;
    const auto folder = std::filesystem::path(path_).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, failed);
    if (!goes_on && !std::filesystem::exists(path_, failed)) host_.remember("run.made", "yes");
    file_.open(path_, goes_on || config_.append ? std::ios::app : std::ios::trunc);
    if (!file_) return Error{"the file cannot be opened for writing", path_};
    return goes_on ? cut() : begin();
  }

  void write(const Case&, Row row, Receipts& receipts) {
    const Doc record = row.doc("*");
    const std::string identity = config_.once ? identity_of(record) : "";
    if (const std::uint64_t held = line_of(identity)) {
      return receipts.written(row.id(), path_ + ":" + std::to_string(held));
    }
    const std::string json = record.json();
    // The record is an object: its form's revision goes in front of the first field.
    const std::string line =
        "{\"record\":1" + std::string(json.size() > 2 ? "," : "") + json.substr(1) + "\n";
    if (!(file_ << line).flush()) return give_back(row.id(), receipts);
    receipts.written(row.id(), path_ + ":" + std::to_string(++line_));
    if (!identity.empty()) held_.emplace(identity, line_);
    keep(size_ + line.size());
  }
  Result<void> case_close(const Case&, Receipts& receipts) {
    if (!file_.flush()) return Error{"the file cannot be written", path_};
    receipts.note("file", path_);
    return {};
  }
  // Where nothing was to be added there is no file.
  Result<void> stop() {
    file_.close();
    std::error_code failed;
    const bool made = !host_.remembered("run.made").empty();
    if (made && config_.append && size_ == 0) std::filesystem::remove(path_, failed);
    return {};
  }

 private:
  // Deeper than a single answer: lists of entries of lists.
  static constexpr std::uint32_t kDeepest = 140;

  // Empty: nothing tells it from another.
  static std::string identity_of(Doc record) {
    const std::string_view id = record.text("id").value_or("");
    if (id.empty()) return "";
    std::string out(id);
    for (const auto& each :
         {record.text("ioc.type"), record.text("ioc.value"), record["dead_letter"].text("at")}) {
      (out += '\0') += each.value_or("");
    }
    return out;
  }
  // Where the file holds it; 0: it does not.
  std::uint64_t line_of(const std::string& identity) {
    if (identity.empty()) return 0;
    if (!std::exchange(read_, true)) read_held();
    const auto found = held_.find(identity);
    return found == held_.end() ? 0 : found->second;
  }
  // Read when the first record comes: a run without one does not wait for it.
  void read_held() {
    std::ifstream file(path_, std::ios::binary);
    line_ = 0;
    for (std::string line; std::getline(file, line);) {
      ++line_;
      const auto record = host_.parse(line, kDeepest);
      if (!record.ok()) continue;
      if (std::string identity = identity_of(*record); !identity.empty()) {
        held_.emplace(std::move(identity), line_);
      }
    }
  }
  Result<void> begin() {
    std::error_code failed;
    const auto size = std::filesystem::file_size(path_, failed);
    host_.remember("run.path", path_);
    keep(failed ? 0 : size);
    return {};
  }
  Result<void> cut() {
    const std::string kept = host_.remembered("run.size"), lines = host_.remembered("run.lines");
    size_ = std::strtoull(kept.c_str(), nullptr, 10);
    line_ = std::strtoull(lines.c_str(), nullptr, 10);
    std::error_code failed;
    const auto size = std::filesystem::file_size(path_, failed);
    if (failed || size < size_) {
      return Error{"the file is shorter than what was written to it; --fresh begins anew", path_};
    }
    std::filesystem::resize_file(path_, size_, failed);
    if (failed) return Error{"the file cannot be shortened: " + failed.message(), path_};
    return {};
  }
  void keep(std::uint64_t size) {
    size_ = size;
    host_.remember("run.size", std::to_string(size_));
    host_.remember("run.lines", std::to_string(line_));
  }
  // Half a line may be there: it is cut off, so that the next try begins a line.
  void give_back(std::uint64_t id, Receipts& receipts) {
    file_.close();
    std::error_code failed;
    std::filesystem::resize_file(path_, size_, failed);
    file_.clear();
    file_.open(path_, std::ios::app);
    receipts.retry(id, "the file cannot be written: is the disk full?");
  }
  static std::string at_time(const std::string& pattern, Time now) {
    const std::time_t seconds = now.ms / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::string out(pattern.size() + 256, '\0');
    const std::size_t size = std::strftime(out.data(), out.size(), pattern.c_str(), &parts);
    return size == 0 ? pattern : out.substr(0, size);
  }

  Config config_;
  Host host_;
  std::string path_;
  std::ofstream file_;
  std::uint64_t line_ = 0;
  bool read_ = false;                                    // held_ knows what the file held
  std::unordered_map<std::string, std::uint64_t> held_;  // identities and their lines
  std::uint64_t size_ = 0;                               // up to the end of the last whole line
};

}  // namespace rulemap::table
