// table.jsonl as a sink: every record as one JSON object a line, under the flat names of its fields
// and with "record": 1, the revision of this form.
#pragma once

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

#include "rulemap/sdk/sink.h"

namespace rulemap::table {

class JsonlSink final : public Sink<JsonlSink> {
 public:
  static constexpr Label label{
      .id = "table.jsonl", .summary = "Writes records, one JSON object a line.", .label = "sink"};
  struct Config {
    Path path;
    bool append;
  };
  static constexpr auto options = rulemap::options(
      option("path", &Config::path,
             "The file to write; %Y, %m, %d, %H, %M and %S stand for the time of the run (UTC)")
          .required(),
      option("append", &Config::append, "Add to a file that is there, instead of replacing it")
          .standard("false"));
  static constexpr auto reads = rulemap::fields(field::object("*"));

  JsonlSink(Config config, Host host) : config_(std::move(config)), host_(host) {}

  Result<void> start() {
    path_ = at_time(config_.path.text, host_.now());
    std::error_code failed;
    const auto folder = std::filesystem::path(path_).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder, failed);
    file_.open(path_, config_.append ? std::ios::app : std::ios::trunc);
    if (file_) return {};
    return Error{"the file cannot be opened for writing", path_};
  }

  void write(const Case&, Row row, Receipts& receipts) {
    const std::string json = row.doc("*").json();
    // The record is an object: its form's revision goes in front of the first field.
    file_ << "{\"record\":1" << (json.size() > 2 ? "," : "") << std::string_view(json).substr(1)
          << "\n";
    if (file_)
      receipts.written(row.id(), path_ + ":" + std::to_string(++line_));
    else
      receipts.retry(row.id(), "the file cannot be written: is the disk full?");
  }
  Result<void> case_close(const Case&, Receipts& receipts) {
    if (!file_.flush()) return Error{"the file cannot be written", path_};
    receipts.note("file", path_);
    return {};
  }
  Result<void> stop() {
    file_.close();
    return {};
  }

 private:
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
};

}  // namespace rulemap::table
