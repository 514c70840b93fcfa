// The gate judged a row by a view of its `tlp`: the text moved when the step's cells were laid out,
// and with calls at the same time some rows were not asked for no reason.
#include <gtest/gtest.h>

#include "engine/http_testing.h"

namespace rulemap::engine {
namespace {

using GateKeepsItsWords = Http;

TEST_F(GateKeepsItsWords, WhateverBecomesOfTheRecord) {
  HttpDoor& http = door();
  std::string tlp = "green";
  http.begin_call({{.id = 1, .tlp = tlp}});
  tlp.assign("xxxxx");
  // Nobody listens there: what passes the gate fails, what does not is refused.
  EXPECT_EQ(ask(http, "http://127.0.0.1:9/", {}, 0).outcome, RULEMAP_FAILED);
  EXPECT_EQ(http.held_back(0), "");
}

}  // namespace
}  // namespace rulemap::engine
