#include "corpus.h"

#include <rapidjson/document.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "host/recordings.h"

namespace rulemap::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestTemplate = 256 * 1024;
constexpr const char* kApi = "https://www.virustotal.com/api/v3";

void write_file(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code failed;
  for (const auto& each : fs::recursive_directory_iterator(folder, failed)) {
    if (each.is_regular_file()) out.push_back(each.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void note_name(const rapidjson::Value& object, const char* key, Template& out) {
  const auto found = object.FindMember(key);
  if (found != object.MemberEnd() && found->value.IsString() && found->value.GetStringLength()) {
    out.names[key] = found->value.GetString();
  }
}

void add_template(std::vector<Template>& to, std::string body) {
  rapidjson::Document document;
  document.Parse(body.data(), body.size());
  if (document.HasParseError() || !document.IsObject() || body.size() > kLargestTemplate) return;
  const auto data = document.FindMember("data");
  if (data == document.MemberEnd() || !data->value.IsObject()) return;
  Template out{std::move(body), {}};
  note_name(data->value, "id", out);
  const auto attributes = data->value.FindMember("attributes");
  if (attributes != data->value.MemberEnd() && attributes->value.IsObject()) {
    for (const char* key : {"md5", "sha1", "url"}) note_name(attributes->value, key, out);
  }
  to.push_back(std::move(out));
}

Templates real_templates(const std::string& folder) {
  Templates out;
  const std::pair<const char*, std::vector<Template>*> kinds[] = {{"file_report", &out.files},
                                                                  {"mitre_trees", &out.trees},
                                                                  {"domain_report", &out.domains},
                                                                  {"ip_report", &out.addresses},
                                                                  {"url_report", &out.urls}};
  for (const auto& [kind, to] : kinds) {
    for (const auto& path : files_below(folder + "/" + kind)) add_template(*to, read_file(path));
  }
  out.origin = "real VirusTotal bodies";
  return out;
}

Templates recorded_templates(const std::string& folder) {
  Templates out;
  for (const std::string& path : files_below(folder)) {
    const std::string text = read_file(path);
    const auto has = [&](const char* part) { return path.find(part) != std::string::npos; };
    auto& to = has("behaviour_mitre_trees") ? out.trees
               : has("/files/")             ? out.files
               : has("/domains/")           ? out.domains
               : has("/urls/")              ? out.urls
                                            : out.addresses;
    add_template(to, text.substr(text.find("\n\n") + 2));
  }
  out.origin = "the composed recordings of the examples";
  return out;
}

// RFC 4648 section 5 without padding: VirusTotal's id of a URL.
std::string base64url(const std::string& text) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    held = held << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += kDigits[held >> (bits - 6) & 63];
  }
  if (bits > 0) out += kDigits[held << (6 - bits) & 63];
  return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

class Maker {
 public:
  Maker(const Templates& templates, const std::string& folder) : templates_(templates) {
    out_.folder = folder;
  }

  Corpus make(std::size_t count) {
    // Of twenty: ten files (half by SHA-256, a quarter each by SHA-1 and MD5), four domains, three
    // addresses, three URLs.
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t slot = n % 20;
      if (slot < 10)
        add_file(n, slot % 4 == 0 ? "md5" : slot % 4 == 2 ? "sha1" : "sha256");
      else if (slot < 14)
        add_domain(n);
      else if (slot < 17)
        add_address(n);
      else
        add_url(n);
    }
    out_.indicators = count;
    write_file(out_.folder + "/iocs.txt", list_);
    measure();
    return std::move(out_);
  }

 private:
  // The same names for the same number; digits spread by a 64-bit mix.
  static std::string hex(std::size_t n, std::uint64_t salt, std::size_t digits) {
    std::string out;
    for (std::uint64_t round = 0; out.size() < digits; ++round) {
      std::uint64_t x = (n + 1) * 0x9e3779b97f4a7c15u + salt * 0xbf58476d1ce4e5b9u + round;
      x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
      x = (x ^ x >> 27) * 0x94d049bb133111ebu;
      char digits16[17];
      std::snprintf(digits16, sizeof digits16, "%016llx",
                    static_cast<unsigned long long>(x ^ x >> 31));
      out += digits16;
    }
    return out.substr(0, digits);
  }
  static const Template& pick(const std::vector<Template>& all, std::size_t n) {
    return all[n * 7919 % all.size()];
  }

  void add_file(std::size_t n, const std::string& type) {
    const std::map<std::string, std::string> own = {
        {"id", hex(n, 1, 64)}, {"sha1", hex(n, 2, 40)}, {"md5", hex(n, 3, 32)}};
    const std::string& asked = own.at(type == "sha256" ? "id" : type);
    record("/files/" + asked, pick(templates_.files, n / 2), own);
    if (!templates_.trees.empty()) {
      record("/files/" + own.at("id") + "/behaviour_mitre_trees", pick(templates_.trees, n), {});
    }
    list(type, asked);
  }
  void add_domain(std::size_t n) {
    const std::string name = "host-" + hex(n, 4, 10) + ".example";
    record("/domains/" + name, pick(templates_.domains, n), {{"id", name}});
    list("domain", name);
  }
  void add_address(std::size_t n) {
    const std::string name = "45." + std::to_string(n >> 16 & 255) + "." +
                             std::to_string(n >> 8 & 255) + "." + std::to_string(n & 255);
    record("/ip_addresses/" + name, pick(templates_.addresses, n), {{"id", name}});
    list("ipv4", name);
  }
  void add_url(std::size_t n) {
    const std::string name = "http://www-" + hex(n, 5, 8) + ".example/get/" + hex(n, 6, 12);
    record("/urls/" + base64url(name), pick(templates_.urls, n),
           {{"id", hex(n, 7, 64)}, {"url", name}});
    list("url", name);
  }

  void record(const std::string& place, const Template& like,
              const std::map<std::string, std::string>& own) {
    std::string body = like.body;
    for (const auto& [key, name] : own) {
      const auto found = like.names.find(key);
      if (found != like.names.end()) body = replaced(std::move(body), found->second, name);
    }
    const std::string url = kApi + place;
    const std::string path = out_.folder + "/recordings/" + engine::recording_path("GET", url);
    sizes_.push_back(body.size());
    write_file(path, "GET " + url + "\n200\ncontent-type: application/json\n\n" + body);
    out_.bodies.push_back(path);
  }
  void list(const std::string& type, const std::string& value) {
    ++out_.mix[type];
    list_ += value + "\n";
  }
  void measure() {
    std::sort(sizes_.begin(), sizes_.end());
    Sizes& to = out_.sizes;
    to.count = sizes_.size();
    for (const std::uint64_t size : sizes_) to.sum += size;
    if (sizes_.empty()) return;
    to.smallest = sizes_.front();
    to.median = sizes_[sizes_.size() / 2];
    to.largest = sizes_.back();
  }

  const Templates& templates_;
  Corpus out_;
  std::string list_;
  std::vector<std::uint64_t> sizes_;
};

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Templates read_templates(const std::string& real_bodies, const std::string& recordings) {
  return fs::is_directory(real_bodies) ? real_templates(real_bodies)
                                       : recorded_templates(recordings);
}

Corpus make_corpus(const Templates& templates, std::size_t count, const std::string& folder) {
  return Maker(templates, folder).make(count);
}

}  // namespace rulemap::bench
