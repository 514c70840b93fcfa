// The layout of the ABI, byte by byte. While the ABI is 0.x a change here goes with a line in
// CHANGELOG.md; from 1.0 on, members may only be added at the end.
#include <gtest/gtest.h>

#include <cstddef>

#include "rulemap/abi/allowance.h"
#include "rulemap/abi/cancel.h"
#include "rulemap/abi/clock.h"
#include "rulemap/abi/doc.h"
#include "rulemap/abi/entry.h"
#include "rulemap/abi/http.h"
#include "rulemap/abi/live.h"
#include "rulemap/abi/log.h"
#include "rulemap/abi/metrics.h"
#include "rulemap/abi/pool.h"
#include "rulemap/abi/secret.h"
#include "rulemap/abi/state.h"

namespace {

// The first bytes of an entry are frozen for ever: whatever the version, a host can judge it.
static_assert(offsetof(rulemap_entry, magic) == 0);
static_assert(offsetof(rulemap_entry, abi_major) == 4);
static_assert(offsetof(rulemap_entry, abi_minor) == 6);
static_assert(offsetof(rulemap_entry, size) == 8);
static_assert(RULEMAP_MAGIC == 0x50414d52u);

static_assert(sizeof(rulemap_value) == 24);
static_assert(offsetof(rulemap_value, kind) == 0);
static_assert(offsetof(rulemap_value, as) == 8);
static_assert(sizeof(rulemap_text) == 16);

struct Row {
  const char* what;
  std::size_t is;
  std::size_t golden;
};

TEST(Layout, IsWhatItWas) {
  const Row rows[] = {
      {"entry", sizeof(rulemap_entry), 80},
      {"entry.sources", offsetof(rulemap_entry, sources), 32},
      {"entry.sink_count", offsetof(rulemap_entry, sink_count), 64},
      {"entry.extension", offsetof(rulemap_entry, extension), 72},
      {"descriptor", sizeof(rulemap_descriptor), 72},
      {"descriptor.options", offsetof(rulemap_descriptor, options), 48},
      {"descriptor.max_batch", offsetof(rulemap_descriptor, max_batch), 68},
      {"option", sizeof(rulemap_option), 48},
      {"config", sizeof(rulemap_config), 24},
      {"host", sizeof(rulemap_host), 24},
      {"error", sizeof(rulemap_error), 24},
      {"batch", sizeof(rulemap_batch), 32},
      {"fields", sizeof(rulemap_fields), 40},
      {"fields.one_of", offsetof(rulemap_fields, one_of), 32},
      {"case", sizeof(rulemap_case), 96},
      {"builder", sizeof(rulemap_builder), 56},
      {"step", sizeof(rulemap_step), 96},
      {"step.process", offsetof(rulemap_step, process), 48},
      {"step.extension", offsetof(rulemap_step, extension), 88},
      {"writer", sizeof(rulemap_writer), 80},
      {"source", sizeof(rulemap_source), 88},
      {"source.poll", offsetof(rulemap_source, poll), 48},
      {"emitter", sizeof(rulemap_emitter), 56},
      {"place", sizeof(rulemap_place), 24},
      {"sink", sizeof(rulemap_sink), 96},
      {"sink.write", offsetof(rulemap_sink, write), 56},
      {"receipts", sizeof(rulemap_receipts), 56},
      {"request", sizeof(rulemap_request), 128},
      {"request.kind", offsetof(rulemap_request, kind), 88},
      {"request.flags", offsetof(rulemap_request, flags), 120},
      {"allowance", sizeof(rulemap_allowance), 24},
      {"live", sizeof(rulemap_live), 16},
      {"live_report", sizeof(rulemap_live_report), 24},
      {"response", sizeof(rulemap_response), 72},
      {"header", sizeof(rulemap_header), 40},
      {"http", sizeof(rulemap_http), 32},
      {"log", sizeof(rulemap_log), 24},
      {"clock", sizeof(rulemap_clock), 24},
      {"secret", sizeof(rulemap_secret), 24},
      {"state", sizeof(rulemap_state), 48},
      {"cancel", sizeof(rulemap_cancel), 24},
      {"metrics", sizeof(rulemap_metrics), 32},
      {"metrics.set", offsetof(rulemap_metrics, set), 24},
      {"pool", sizeof(rulemap_pool), 32},
      {"pool.run", offsetof(rulemap_pool, run), 24},
      {"doc_service", sizeof(rulemap_doc_service), 96},
      {"doc_service.parse_parts", offsetof(rulemap_doc_service, parse_parts), 80},
      {"doc_part", sizeof(rulemap_doc_part), 32},
  };
  for (const Row& row : rows) EXPECT_EQ(row.is, row.golden) << row.what;
}

TEST(Layout, NumbersThatTravelAreWhatTheyWere) {
  EXPECT_EQ(RULEMAP_TEXT, 4);
  EXPECT_EQ(RULEMAP_DURATION, 8);
  EXPECT_EQ(RULEMAP_STOP, 7);
  EXPECT_EQ(RULEMAP_OPTION_MAP, 11);
  EXPECT_EQ(RULEMAP_FIELD_OBJECT, 7);
  EXPECT_EQ(RULEMAP_OPTION_REQUIRED, 1);
  EXPECT_EQ(RULEMAP_OPTION_REST, 2);
  EXPECT_EQ(RULEMAP_OPTION_INPUT, 4);
  EXPECT_EQ(RULEMAP_OPTION_OUTPUT, 8);
}

}  // namespace
