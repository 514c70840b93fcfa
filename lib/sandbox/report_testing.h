// Reports as text, and the events that are made of them as lines.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rulemap/host/document.h"
#include "rulemap/sandbox/behaviour.h"

namespace rulemap::sandbox {

// "product/category Name=value|Name=value", in their order.
inline std::vector<std::string> lines_of(const Behaviour& behaviour) {
  std::vector<std::string> out;
  for (const Event& each : behaviour.events) {
    std::string line = each.product + "/" + each.category + " ";
    for (const auto& [name, value] : each.fields) line += name + "=" + value + "|";
    line.pop_back();
    out.push_back(std::move(line));
  }
  return out;
}

inline Behaviour read(const std::string& json, std::string_view by = "Zenbox",
                      const Limits& limits = {}, const char* under = nullptr) {
  rapidjson::Document document;
  const auto parsed = host::parse_json(json, 200, document);
  EXPECT_TRUE(parsed.ok()) << parsed.error().text();
  host::Documents documents;
  Doc root(documents.abi(), host::node_of(document));
  return read_behaviour(under ? root[under] : root, by, limits);
}

using Lines = std::vector<std::string>;

}  // namespace rulemap::sandbox
