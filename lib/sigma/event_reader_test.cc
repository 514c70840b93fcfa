#include "rulemap/sigma/event_reader.h"

#include <gtest/gtest.h>

#include "rulemap/sigma/log_source.h"

namespace rulemap::sigma {
namespace {

struct Reading {
  explicit Reading(std::initializer_list<const char*> fields) {
    for (const char* field : fields) names.add(field);
    add_reader_fields(names);
  }
  // The values of `field`, with `null` and "is absent" as they are written here.
  std::string of(const std::string& json, const std::string& field) {
    EventReader reader(names);
    const auto read = reader.read(json, event);
    if (!read) return read.error().text();
    const Slot slot = *names.find(canonical_field_name(field));
    if (!event.has(slot)) return "absent";
    std::string out;
    event.any_value(slot, [&out](const Value& value) {
      out += value.kind == Value::Kind::null ? "null;" : std::string(value.text) + ";";
      return false;
    });
    return out;
  }

  FieldNames names;
  Event event;
};

TEST(EventReader, FindsFields) {
  struct Case {
    const char *json, *field, *values;
  };
  for (const Case& each : {
           Case{R"({"A":"x"})", "A", "x;"},
           Case{R"({"A":null})", "A", "null;"},
           Case{R"({"A":""})", "A", ";"},
           Case{R"({"B":1})", "A", "absent"},
           Case{R"({"a":1})", "A", "absent"},
           Case{R"({"A":-1.50e2,"B":18446744073709551616})", "A", "-1.50e2;"},
           Case{R"({"A":[true,false,null,7,"x"]})", "A", "true;false;null;7;x;"},
           Case{R"({"A":[["x"],[]]})", "A", "x;"},
           Case{R"({"A":{}})", "A", ""},
           Case{R"({"A":[]})", "A", ""},
           Case{R"({"A":"x","A":"y"})", "A", "x;y;"},
           Case{R"({"a":{"b":"x"}})", "a.b", "x;"},
           Case{R"({"a":[{"b":"x"},{"c":1},{"b":["y"]}]})", "a.b", "x;y;"},
           Case{R"({"a":{"b":"x"},"a.b":"flat"})", "a.b", "flat;"},
           Case{R"({"a.b":"flat","a":{"b":"x"}})", "a.b", "flat;"},
           Case{R"({"a.b":{"c":"x"}})", "a.b.c", "x;"},
           Case{R"({"Threat Name":"x"})", "ThreatName", "x;"},
           Case{R"({"Event":{"EventData":{"Threat Name":"x"}}})", "ThreatName", "x;"},
           Case{R"({"Event":{"EventData":{"A":"x"}}})", "Event.EventData.A", "x;"},
           Case{R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}}}}})",
                "Provider_Name", "P;"},
           Case{R"({"Event":{"System":{"EventID":{"#attributes":{"Qualifiers":3},"#text":7}}}})",
                "EventID", "7;"},
           Case{R"({"Event":{"UserData":{"X":{"A":"x"}}}})", "A", "x;"},
           Case{R"({"event_data":{"A":"x"}})", "A", "x;"},
           Case{R"({"winlog":{"event_data":{"A":"x"}}})", "A", "x;"},
           Case{R"({"winlog":{"event_data":{"A":"x"}}})", "winlog.event_data.A", "x;"},
           Case{R"({"winlog.event_data.A":"x"})", "A", "x;"},
           Case{R"({"event_data":{"A":"wrapped"},"A":"flat"})", "A", "flat;"},
           Case{R"({"winlog":{"event_id":4688}})", "EventID", "4688;"},
           Case{R"({"winlog":{"event_data":{"A":{"b":1}},"event_id":4688}})", "EventID", "4688;"},
           Case{R"({"winlog":[{"event_data":[{"A":1},{"A":2}]}]})", "A", "1;2;"},
           Case{R"({"event_id":4688,"EventID":1})", "EventID", "1;"},
           Case{"{\"A\":\"\\u00e4\\u0000\"}", "A", "\xC3\xA4"},
       }) {
    Reading reading{"A", "a.b", "a.b.c", "ThreatName"};
    const std::string values = reading.of(each.json, each.field);
    EXPECT_EQ(values.substr(0, values.find('\0')), each.values) << each.json;
  }
}

TEST(EventReader, TellsWhatTheEventIs) {
  Reading reading{"Image"};
  EXPECT_EQ(reading.of(R"({"Channel":"security","EventID":"4688","NewProcessName":"x"})", "Image"),
            "x;");
  EXPECT_EQ(event_source(reading.event.origin()).categories[0], "process_creation");
  EXPECT_EQ(reading.of(R"({"Channel":"Security","EventID":4688,"NewProcessName":"x","Image":"y"})",
                       "Image"),
            "y;");
  EXPECT_EQ(reading.of(R"({"Channel":"Security","EventID":4624,"NewProcessName":"x"})", "Image"),
            "absent");
}

TEST(EventReader, RefusesWithThePlace) {
  Reading reading{"A"};
  for (const auto& [json, message] : std::initializer_list<std::pair<std::string, const char*>>{
           {"", "byte 1: The document is empty."},
           {"[1]", "an event is one JSON object"},
           {"7", "an event is one JSON object"},
           {"{\"A\":1}x", "The document root must not be followed by other values."},
           {std::string("{\"A\":1}\0x", 9), "byte 8: an event is one JSON object"},
           {std::string("{\"A\":\"\0\"}", 9), "byte 7: Missing a closing quotation mark"},
           {"{\"A\":1e999}", "Number too big to be stored in double."},
           {"{\"A\":" + std::string(100, '[') + std::string(100, ']') + "}",
            "the event reaches the limit of depth"}}) {
    EXPECT_NE(reading.of(json, "A").find(message), std::string::npos)
        << json << reading.of(json, "A");
    EXPECT_FALSE(reading.event.has(*reading.names.find("A")));
    EXPECT_TRUE(reading.event.values().empty());
  }
}

TEST(EventReader, LimitsAreNamed) {
  FieldNames names;
  add_reader_fields(names);
  Event event;
  EventLimits limits;
  limits.bytes = 30;
  limits.fields = 2;
  limits.values = 3;
  EventReader reader(names, limits);
  EXPECT_TRUE(reader.read(R"({"a":1,"b":2})", event));
  EXPECT_NE(reader.read(R"({"a":1,"b":2,"c":3})", event).error().message.find("fields"),
            std::string::npos);
  EXPECT_NE(reader.read(R"({"a":[1,2,3,4]})", event).error().message.find("values"),
            std::string::npos);
  EXPECT_NE(
      reader.read(std::string(31, ' '), event).error().message.find("31 bytes; the limit is 30"),
      std::string::npos);
}

TEST(EventReader, FoldsWhatIsNotAsciiApart) {
  Reading reading{"A"};
  reading.of("{\"A\":\"\xE2\x84\xAA \xC3\x84\xFF\",\"B\":\"Z\"}", "A");
  EXPECT_EQ(reading.event.values()[0].folded, "k \xC3\xA4\xFF");
  EXPECT_EQ(reading.event.values()[1].folded, "z");
}

}  // namespace
}  // namespace rulemap::sigma
