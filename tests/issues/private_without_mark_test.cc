// A source's word alone decided what is private: a JSONL file without `ioc.private` let private
// addresses through the TLP gate.
#include <gtest/gtest.h>

#include "e2e/whole_run.h"
#include "engine/http_server.h"
#include "run/private_indicator.h"

namespace rulemap::e2e {
namespace {

class PrivateWithoutMark : public WholeRun {
 protected:
  // Rows of a file, asked live of a server on the loopback.
  void ask(const std::string& lines, const scripted::HttpServer& server) {
    place_.write("in.jsonl", lines);
    place_.write("pipeline.yaml",
                 "pipeline: p\nversion: 1\n"
                 "sources: [ { id: in, use: table.jsonl, with: { path: in.jsonl }, "
                 "case: { title: T, tlp: green } } ]\n"
                 "steps: [ { id: vt, use: virustotal.report, with: { url: \"" +
                     server.url() +
                     "\" } } ]\n"
                     "sinks: [ { id: table, use: table.jsonl, with: { path: rows.jsonl } } ]\n");
    ended_ = place_.start({.arguments = {"run", "pipeline.yaml", "--json", "--state", "state"},
                           .folder = "",
                           .environment = {{"NO_PROXY", "127.0.0.1"}, {"no_proxy", "127.0.0.1"}}});
  }
};

TEST_F(PrivateWithoutMark, IsNotAskedAbout) {
  scripted::HttpServer server({scripted::HttpServer::answer(404, "", std::string(kNotFound))});
  ask(R"({"ioc.type": "ipv4", "ioc.value": "10.0.0.1"}
{"ioc.type": "ipv4", "ioc.value": "10.0.0.2", "ioc.private": false}
{"ioc.type": "url", "ioc.value": "hxxp://10[.]0[.]0[.]3/x"}
{"ioc.type": "ipv6", "ioc.value": "fe80::1"}
{"ioc.type": "url", "ioc.value": "http://192.168.1.1/x"}
{"ioc.type": "domain", "ioc.value": "127.0.0.1"}
{"ioc.type": "domain", "ioc.value": "marked.example", "ioc.private": true}
{"ioc.type": "domain", "ioc.value": "public.example"}
)",
      server);
  ASSERT_EQ(ended_.exit_code, 0) << ended_.err;
  for (const JsonText& row : place_.rows()) {
    const std::string value = text_of(row.root(), "ioc.value");
    const bool is_public = value == "public.example";
    EXPECT_EQ(text_of(row.root(), "lookup.vt"), is_public ? "unknown" : "not_asked") << value;
    EXPECT_EQ(row.root()["ioc.private"].boolean(), !is_public) << value;
  }
  ASSERT_EQ(server.asked().size(), 1u);
  EXPECT_NE(server.asked()[0].find("public.example"), std::string::npos);
}

TEST(PrivateIndicator, IsFoundInTheValue) {
  const std::string padding(20'000, 'a');
  for (const std::string& each :
       {std::string("10.0.0.1"), std::string("10.0.0.0/8"), std::string("fd00::/8"),
        std::string("::ffff:10.0.0.1"), std::string("[fe80::1]:443"), std::string("10.0.0.1:80"),
        std::string("hxxps://10[.]0[.]0[.]1/a"), "http://127.0.0.1/" + padding}) {
    EXPECT_TRUE(engine::is_private_indicator(each)) << each.substr(0, 80);
  }
  for (const char* each :
       {"", "8.8.8.8", "8.0.0.0/8", "evil.example", "http://evil.example/10.0.0.1",
        "CVE-2021-44228", "d41d8cd98f00b204e9800998ecf8427e", "10.0.0.1.example", "nonsense",
        "a@10.0.0.1"}) {
    EXPECT_FALSE(engine::is_private_indicator(each)) << each;
  }
}

}  // namespace
}  // namespace rulemap::e2e
