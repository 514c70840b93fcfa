#include "feed/feed_folder.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "event/json_writer.h"
#include "push/durable_file.h"
#include "server/loose.h"

namespace rulemap::misp {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = std::uintmax_t{512} << 20;
constexpr std::size_t kMd5Digits = 32;

Result<std::string> read_file(const std::string& path) {
  std::error_code failed;
  if (fs::file_size(path, failed) > kLargestFile && !failed) {
    return Error{"the file is larger than 512 MiB", path};
  }
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  if (!file) return Error{"the file cannot be read", path};
  return out.str();
}

std::string entry_of(const EventHeader& header, const FeedOrganisation& organisation,
                     std::int64_t timestamp) {
  std::string out;
  JsonWriter json(out);
  json.open('{').key("Orgc").open('{').member("name", organisation.name);
  json.member("uuid", organisation.uuid).close('}');
  json.key("Tag").open('[');
  for (const std::string& each : header.tags) json.open('{').member("name", each).close('}');
  json.close(']').member("info", header.info).member("date", header.date);
  json.member("analysis", std::to_string(header.analysis));
  json.member("threat_level_id", std::to_string(header.threat_level_id));
  json.member("timestamp", std::to_string(timestamp)).close('}');
  return out;
}

}  // namespace

Result<FeedFolder> FeedFolder::open(const Host& host, std::string path, bool dry_run) {
  FeedFolder out(std::move(path));
  std::error_code failed;
  if (!fs::exists(out.path_, failed)) {
    if (!dry_run) fs::create_directories(out.path_, failed);
    if (failed) return Error{"the folder cannot be made: " + failed.message(), out.path_};
    return out;
  }
  if (!fs::is_directory(out.path_, failed)) return Error{"a feed is a folder", out.path_};
  if (!fs::exists(out.path_ + "/manifest.json", failed)) {
    if (fs::is_empty(out.path_, failed)) return out;
    return Error{
        "the folder holds files and no manifest.json, so it is no feed: name an empty one, or one "
        "that is not there yet",
        out.path_};
  }
  auto read = out.read_manifest(host);
  if (read.ok()) read = out.read_hashes();
  if (!read.ok()) return read.error();
  return out;
}

Result<void> FeedFolder::read_manifest(const Host& host) {
  const std::string path = path_ + "/manifest.json";
  const auto text = read_file(path);
  if (!text.ok()) return text.error();
  const auto parsed = host.parse(*text);
  const bool is_empty_list = parsed.ok() && parsed->is_list() && parsed->size() == 0;
  if (is_empty_list) return {};
  if (!parsed.ok() || !parsed->is_object()) {
    return Error{
        "this is no manifest of a feed, so nothing is written over it: put it back from a copy, or "
        "name another folder",
        path};
  }
  for (auto [uuid, entry] : parsed->members()) {
    manifest_[std::string(uuid)] = entry.json();
    listed_[std::string(uuid)] = loose::number(entry["timestamp"]).value_or(0);
  }
  host.release(*parsed);
  return {};
}

Result<void> FeedFolder::read_hashes() {
  const std::string path = path_ + "/hashes.csv";
  std::error_code failed;
  if (!fs::exists(path, failed)) return {};
  const auto text = read_file(path);
  if (!text.ok()) return text.error();
  std::istringstream lines(*text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.size() < kMd5Digits + 2 || line[kMd5Digits] != ',') {
      return Error{"a line is `MD5,UUID`", path + ":" + std::to_string(number)};
    }
    hashes_[line.substr(kMd5Digits + 1)].insert(line.substr(0, kMd5Digits));
  }
  return {};
}

Result<EarlierEvent> FeedFolder::earlier(const Host& host, const Uuid& event) const {
  const std::string path = path_of(event);
  std::error_code failed;
  if (!fs::exists(path, failed)) return EarlierEvent{};
  const auto text = read_file(path);
  if (!text.ok()) return text.error();
  const auto parsed = host.parse(*text);
  if (!parsed.ok() || !(*parsed)["Event"]) {
    return Error{
        "this is no event of a feed, so nothing is written over it: put it back from a copy, or "
        "remove it, and all its elements come as new",
        path};
  }
  EarlierEvent out = earlier_event((*parsed)["Event"]);
  host.release(*parsed);
  return out;
}

bool FeedFolder::is_listed(const Uuid& event, std::int64_t timestamp) const {
  const auto found = listed_.find(event.text());
  return found != listed_.end() && found->second == timestamp;
}

Result<void> FeedFolder::write(const EventHeader& header, const FeedOrganisation& organisation,
                               const FeedEvent& event, std::int64_t timestamp) {
  const std::string uuid = header.uuid.text();
  auto written = write_durably(path_of(header.uuid), event.json, kPublic);
  if (!written.ok()) return written;
  hashes_[uuid] = event.md5s;
  std::string lines;
  for (const auto& [of, md5s] : hashes_) {
    for (const std::string& md5 : md5s) lines += md5 + "," + of + "\n";
  }
  written = write_durably(path_ + "/hashes.csv", lines, kPublic);
  if (!written.ok()) return written;
  manifest_[uuid] = entry_of(header, organisation, timestamp);
  listed_[uuid] = timestamp;
  std::string manifest = "{";
  for (const auto& [of, entry] : manifest_) {
    manifest += manifest.size() > 1 ? ",\n" : "\n";
    JsonWriter(manifest).text(of);
    manifest += ":" + entry;
  }
  return write_durably(path_ + "/manifest.json", manifest + "\n}\n", kPublic);
}

}  // namespace rulemap::misp
