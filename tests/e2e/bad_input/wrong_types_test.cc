// Every field of every kind of report, with every wrong type: through the program in one run.
#include <functional>

#include "e2e/whole_run.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::e2e {
namespace {

// Values that VirusTotal sent once, or that nobody would send.
const std::vector<std::string>& odd_values() {
  static const std::vector<std::string> kValues{"null",
                                                "true",
                                                "-1",
                                                "3.3e21",
                                                "9223372036854775808",
                                                "\"\"",
                                                "\"TNULL\"",
                                                R"("\u03f2\u0000172.94.9\u00006.90")",
                                                "\"U3\"",
                                                "[]",
                                                "{}",
                                                "[null, {}, [], 7, \"x\"]",
                                                std::string(40, '[') + std::string(40, ']'),
                                                "\"" + std::string(70'000, 'y') + "\""};
  return kValues;
}

// Calls `use` with each value in turn; of a list the first one stands for all.
void each_node(host::Json& at, const std::function<void(host::Json&)>& use) {
  use(at);
  if (at.IsObject()) {
    for (auto& member : at.GetObject()) each_node(member.value, use);
  } else if (at.IsArray() && !at.Empty()) {
    each_node(at[0u], use);
  }
}

std::vector<std::string> spoilt(const std::string& good) {
  std::vector<std::string> out;
  rapidjson::Document body;
  body.Parse(good.c_str(), good.size());
  each_node(body, [&](host::Json& node) {
    for (const std::string& text : odd_values()) {
      rapidjson::Document value(&body.GetAllocator());
      value.Parse(text.c_str(), text.size());
      host::Json kept(std::move(static_cast<host::Json&>(value)));
      node.Swap(kept);
      out.push_back(host::to_text(body));
      node.Swap(kept);
    }
  });
  return out;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

const std::string kMd5(32, 'b'), kSha1(40, 'c'), kFile(64, 'a');

class WrongTypes : public WholeRun {
 protected:
  // Recordings of every spoilt form, each asked for under a name of its own.
  void spoil(const std::string& good, const std::string& asked,
             const std::function<std::string(std::size_t)>& name) {
    for (std::string& body : spoilt(good)) {
      const std::string own = name(lines_.size());
      replace_all(body, asked, own);
      // Files that share a hash would be one.
      replace_all(body, kMd5, own.substr(0, 32));
      replace_all(body, kSha1, own.substr(0, 40));
      place_.answer(report_path(own), 200, body);
      lines_.push_back(own);
    }
  }
  void spoil_trees(const std::string& good) {
    for (const std::string& body : spoilt(good)) {
      const std::string hash = ids::sha256_hex("trees " + std::to_string(lines_.size()));
      know_file(hash, "", body);
      lines_.push_back(hash);
    }
  }
  std::vector<std::string> lines_;
};

std::string file_report() {
  return report_body("file", kFile,
                     R"("sha256": ")" + kFile + R"(", "md5": ")" + kMd5 + R"(", "sha1": ")" +
                         kSha1 +
                         R"(", "ssdeep": "3:a:b", "tlsh": "T1", "vhash": "v", "authentihash": "x",
    "pe_info": {"imphash": "i"}, "meaningful_name": "a.exe", "names": ["a.exe"], "size": 7,
    "type_tag": "peexe", "type_description": "PE", "exiftool": {"MIMEType": "a/b"},
    "magic": "PE32", "first_submission_date": 1577836800, "last_submission_date": 1577836800,
    "last_analysis_date": 1577836800, "last_analysis_stats": {"malicious": 5, "harmless": 2},
    "popular_threat_classification": {"suggested_threat_label": "trojan"}, "reputation": -3,
    "sigma_analysis_results": [{"rule_title": "Any Rule", "rule_level": "high",
    "rule_author": "A", "rule_source": "S", "rule_description": "D", "rule_id": "1",
    "match_context": [{"values": {"Image": "x"}}]}])");
}

std::string domain_report() {
  return report_body("domain", "spoilt.example", R"("creation_date": 1577836800,
    "registrar": "R", "last_dns_records": [{"type": "A", "value": "45.1.2.3"}],
    "last_analysis_stats": {"malicious": 1, "suspicious": 1, "undetected": 9})");
}

std::string address_report() {
  return report_body("ip_address", "45.0.0.0", R"("network": "45.0.0.0/8", "asn": 7,
    "as_owner": "O", "country": "DE")");
}

std::string url_report() {
  return report_body("url", "spoilt", R"("url": "http://spoilt.example/n",
    "last_final_url": "http://other.example/", "title": "T")");
}

TEST_F(WrongTypes, InAnyFieldCostTheirOwnFieldOrRow) {
  spoil(file_report(), kFile, [](std::size_t n) { return ids::sha256_hex(std::to_string(n)); });
  spoil(domain_report(), "spoilt.example",
        [](std::size_t n) { return "n" + std::to_string(n) + ".example"; });
  spoil(address_report(), "45.0.0.0", [](std::size_t n) {
    return "45.7." + std::to_string(n / 250) + "." + std::to_string(n % 250);
  });
  spoil(url_report(), "http://spoilt.example/n",
        [](std::size_t n) { return "http://spoilt.example/" + std::to_string(n); });
  spoil_trees(trees_body(technique("T1082", "System Information Discovery")));
  std::string text;
  for (const std::string& each : lines_) text += each + "\n";
  list(text);
  run_well();
  ASSERT_GT(lines_.size(), 1000u);
  EXPECT_EQ(count("accepted"), static_cast<std::int64_t>(lines_.size()));
  EXPECT_EQ(place_.ledger("SELECT state, count(*) FROM token GROUP BY state"),
            std::vector<std::string>{"final|" + std::to_string(lines_.size())});
  for (const JsonText& row : place_.rows()) {
    const std::string lookup = text_of(row.root(), "lookup.vt");
    EXPECT_TRUE(lookup == "known" || (lookup == "failed" && row.root()["errors"].size() > 0))
        << row.root().json().substr(0, 500);
  }
  EXPECT_EQ(event_.listed().size(), lines_.size());
  EXPECT_EQ(read_text(place_.path("event.json")).find("\\u0000"), std::string::npos);
  for (const EventObject& each : event_.objects) {
    for (const EventAttribute& of : each.attributes) {
      EXPECT_FALSE(of.to_ids && of.value.find("172.94.9") != std::string::npos) << of.value;
    }
  }
}

}  // namespace
}  // namespace rulemap::e2e
