// The host's structs that a plugin answers through, in the child: what is said goes into the
// message that ends the call.
#pragma once

#include "rulemap/abi/http.h"
#include "rulemap/abi/sink.h"
#include "rulemap/abi/source.h"
#include "rulemap/abi/step.h"
#include "wire.h"

namespace rulemap::isolate {

struct ChildSaid {
  Out words;
  std::uint32_t rows = 0;  // of the batch, and those that were emitted
  std::uint32_t batch_rows = 0;

  Out& say(Said what) { return words.word(what); }
  static ChildSaid& of(void* host) { return *static_cast<ChildSaid*>(host); }

  rulemap_error error_abi{sizeof error_abi, this,
                          [](rulemap_error* e, rulemap_text message, rulemap_text where) noexcept {
                            of(e->host).error.message = view(message);
                            of(e->host).error.where = view(where);
                          }};
  Error error{"no reason was given", ""};

  rulemap_builder builder{
      sizeof builder,
      this,
      [](rulemap_builder* b, rulemap_text name) noexcept { of(b->host).say(Said::key).text(name); },
      [](rulemap_builder* b, rulemap_value v) noexcept { of(b->host).say(Said::value).value(v); },
      [](rulemap_builder* b) noexcept { of(b->host).say(Said::open_object); },
      [](rulemap_builder* b) noexcept { of(b->host).say(Said::open_list); },
      [](rulemap_builder* b) noexcept { of(b->host).say(Said::close); }};

  rulemap_fields fields{sizeof fields, this,
                        [](rulemap_fields* f, rulemap_text name, std::uint32_t type) noexcept {
                          of(f->host).say(Said::reads).text(name).number(type);
                        },
                        [](rulemap_fields* f, rulemap_text name, std::uint32_t type) noexcept {
                          of(f->host).say(Said::writes).text(name).number(type);
                        },
                        [](rulemap_fields* f, rulemap_text name, rulemap_text choices) noexcept {
                          of(f->host).say(Said::one_of).text(name).text(choices);
                        }};

  rulemap_writer writer{
      sizeof writer,
      this,
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column, rulemap_value v) noexcept {
        of(w->host).say(Said::set).number(row).number(column).value(v);
      },
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column) noexcept {
        of(w->host).say(Said::append).number(row).number(column);
        return &of(w->host).builder;
      },
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column, std::uint32_t index) noexcept {
        of(w->host).say(Said::amend).number(row).number(column).number(index);
        return &of(w->host).builder;
      },
      [](rulemap_writer* w, std::uint32_t from) noexcept {
        if (from >= of(w->host).batch_rows) return RULEMAP_NO_ROW;
        of(w->host).say(Said::emit).number(from);
        return of(w->host).rows++;
      },
      [](rulemap_writer* w, std::uint64_t into, std::uint64_t from) noexcept {
        of(w->host).say(Said::merge).number(into).number(from);
      },
      [](rulemap_writer* w, std::uint32_t row, rulemap_text why) noexcept {
        of(w->host).say(Said::drop).number(row).text(why);
      },
      [](rulemap_writer* w, std::uint32_t row, std::int64_t after_ms, std::uint32_t reason,
         rulemap_text why) noexcept {
        of(w->host).say(Said::retry).number(row).number(after_ms).number(reason).text(why);
      },
      [](rulemap_writer* w, std::uint32_t row, rulemap_text why) noexcept {
        of(w->host).say(Said::reject).number(row).text(why);
      }};

  rulemap_emitter emitter{
      sizeof emitter,
      this,
      [](rulemap_emitter* e) noexcept {
        of(e->host).say(Said::row);
        return of(e->host).rows++;
      },
      [](rulemap_emitter* e, std::uint32_t row, std::uint32_t column, rulemap_value v) noexcept {
        of(e->host).say(Said::set).number(row).number(column).value(v);
      },
      [](rulemap_emitter* e, std::uint32_t row, std::uint32_t column) noexcept {
        of(e->host).say(Said::append).number(row).number(column);
        return &of(e->host).builder;
      },
      [](rulemap_emitter* e, rulemap_place place, rulemap_text original,
         rulemap_text why) noexcept {
        Out& out = of(e->host).say(Said::refuse).text(place.file).number(place.line);
        out.number(place.column).text(original).text(why);
      },
      [](rulemap_emitter* e, rulemap_text checkpoint) noexcept {
        of(e->host).say(Said::checkpoint).text(checkpoint);
      }};

  rulemap_receipts receipts{
      sizeof receipts,
      this,
      [](rulemap_receipts* r, std::uint64_t id, rulemap_text where) noexcept {
        of(r->host).say(Said::written).number(id).text(where);
      },
      [](rulemap_receipts* r, std::uint64_t id, rulemap_text what, rulemap_text value,
         rulemap_text why) noexcept {
        of(r->host).say(Said::refused_value).number(id).text(what).text(value).text(why);
      },
      [](rulemap_receipts* r, std::uint64_t id, rulemap_text why) noexcept {
        of(r->host).say(Said::reject).number(id).text(why);
      },
      [](rulemap_receipts* r, std::uint64_t id, std::int64_t after_ms, rulemap_text why) noexcept {
        of(r->host).say(Said::retry).number(id).number(after_ms).text(why);
      },
      [](rulemap_receipts* r, rulemap_text what, rulemap_text value) noexcept {
        of(r->host).say(Said::note).text(what).text(value);
      }};
};

}  // namespace rulemap::isolate
