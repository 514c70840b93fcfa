// A source, step or sink that lives in a room: the same ABI as the plugin's own, so a host drives
// it as any other. It finds its room through the host that it is given.
#pragma once

#include "replay_said.h"
#include "room.h"

namespace rulemap::isolate {

inline constexpr char kRoomId[] = "rulemap.isolate.room";

namespace detail {

inline rulemap_status report(const Answer& answer, rulemap_error* error) {
  if (answer.status != RULEMAP_OK && answer.status != RULEMAP_END) {
    error->set(error, text(answer.error.message), text(answer.error.where));
  }
  return answer.status;
}

// The call, then what was said in it to `to...`; none: nothing may have been said.
template <class... To>
rulemap_status call(Room& room, Out& question, rulemap_error* error, std::uint32_t rows,
                    const rulemap_host* host, To&... to) {
  Answer answer = room.call(question, host);
  if (answer.message.empty()) return report(answer, error);
  Replay replay(std::string_view(answer.message).substr(answer.said), rows);
  bool understood = false;
  if constexpr (sizeof...(To) == 0)
    understood = replay.nothing();
  else
    understood = (replay.to(to) && ...);
  return report(understood ? answer : room.garbage(), error);
}
inline Room& room_of(void* instance) { return *static_cast<Room*>(instance); }
inline Room* room_of(const rulemap_host* host) {
  return static_cast<Room*>(const_cast<void*>(host->service(host, kRoomId)));
}

template <class... To>
rulemap_status set_up(Word word, const rulemap_host* host, const rulemap_config* config,
                      rulemap_error* error, To&... to) {
  Out out;
  out.word(word).number(config->count);
  for (std::uint32_t i = 0; i < config->count; ++i) out.value(config->values[i]);
  return call(*room_of(host), out, error, 0, host, to...);
}
inline rulemap_status validate(const rulemap_host* host, const rulemap_config* config,
                               rulemap_error* error) noexcept {
  return set_up(Word::validate, host, config, error);
}
inline rulemap_status fields(const rulemap_host* host, const rulemap_config* config,
                             rulemap_fields* to, rulemap_error* error) noexcept {
  return set_up(Word::fields, host, config, error, *to);
}
inline rulemap_status create(const rulemap_host* host, const rulemap_config* config, void** out,
                             rulemap_error* error) noexcept {
  *out = room_of(host);
  return set_up(Word::create, host, config, error);
}
template <Word kWord>
rulemap_status plain(void* instance, rulemap_error* error) noexcept {
  return call(room_of(instance), Out().word(kWord), error, 0, nullptr);
}
inline void destroy(void* instance) noexcept { room_of(instance).call(Out().word(Word::destroy)); }

inline Out& put(Out& out, const rulemap_case& of) {
  out.text(of.id).text(of.title).text(of.tlp).text(of.pap).text(of.name_space);
  return out.number(static_cast<std::uint64_t>(of.started_ms));
}
inline Out& put(Out& out, const rulemap_batch& batch) {
  out.number(batch.rows).number(batch.columns);
  for (std::uint32_t i = 0; i < batch.rows; ++i) out.number(batch.ids[i]);
  const std::size_t cells = std::size_t{batch.rows} * batch.columns;
  out.number(cells);
  for (std::size_t i = 0; i < cells; ++i) out.value(batch.cells[i]);
  return out;
}
template <class... To>
rulemap_status on_case(Word word, void* instance, const rulemap_case* of, rulemap_error* error,
                       To&... to) {
  Out out;
  put(out.word(word), *of);
  return call(room_of(instance), out, error, 0, nullptr, to...);
}
inline rulemap_status case_open(void* instance, const rulemap_case* of,
                                rulemap_error* error) noexcept {
  return on_case(Word::case_open, instance, of, error);
}

}  // namespace detail

// The plugin's own part, with every function replaced. What it leaves out stays left out.
inline rulemap_step remote(const rulemap_step& own) {
  rulemap_step out = own;
  if (own.validate) out.validate = detail::validate;
  out.fields = detail::fields;
  out.create = detail::create;
  if (own.start) out.start = detail::plain<Word::start>;
  if (own.stop) out.stop = detail::plain<Word::stop>;
  out.destroy = detail::destroy;
  out.process = [](void* instance, const rulemap_batch* batch, rulemap_writer* writer,
                   rulemap_error* error) noexcept {
    Out question;
    detail::put(question.word(Word::process), *batch);
    return detail::call(detail::room_of(instance), question, error, batch->rows, nullptr, *writer);
  };
  if (own.case_open) out.case_open = detail::case_open;
  if (own.case_close) {
    out.case_close = [](void* instance, const rulemap_case* of, rulemap_writer* writer,
                        rulemap_error* error) noexcept {
      return detail::on_case(Word::case_close, instance, of, error, *writer);
    };
  }
  out.extension = nullptr;
  return out;
}

inline rulemap_source remote(const rulemap_source& own) {
  rulemap_source out = own;
  if (own.validate) out.validate = detail::validate;
  out.fields = detail::fields;
  out.create = detail::create;
  if (own.start) out.start = detail::plain<Word::start>;
  if (own.stop) out.stop = detail::plain<Word::stop>;
  out.destroy = detail::destroy;
  out.poll = [](void* instance, rulemap_emitter* emitter, rulemap_error* error) noexcept {
    return detail::call(detail::room_of(instance), Out().word(Word::poll), error, 0, nullptr,
                        *emitter);
  };
  if (own.done) {
    out.done = [](void* instance, rulemap_text checkpoint, rulemap_error* error) noexcept {
      return detail::call(detail::room_of(instance), Out().word(Word::done).text(checkpoint), error,
                          0, nullptr);
    };
  }
  out.extension = nullptr;
  return out;
}

inline rulemap_sink remote(const rulemap_sink& own) {
  rulemap_sink out = own;
  if (own.validate) out.validate = detail::validate;
  out.fields = detail::fields;
  out.create = detail::create;
  if (own.start) out.start = detail::plain<Word::start>;
  if (own.stop) out.stop = detail::plain<Word::stop>;
  out.destroy = detail::destroy;
  if (own.case_open) out.case_open = detail::case_open;
  out.write = [](void* instance, const rulemap_case* of, const rulemap_batch* batch,
                 rulemap_receipts* receipts, rulemap_error* error) noexcept {
    Out question;
    detail::put(detail::put(question.word(Word::write), *of), *batch);
    return detail::call(detail::room_of(instance), question, error, batch->rows, nullptr,
                        *receipts);
  };
  if (own.case_close) {
    out.case_close = [](void* instance, const rulemap_case* of, rulemap_receipts* receipts,
                        rulemap_error* error) noexcept {
      return detail::on_case(Word::case_close, instance, of, error, *receipts);
    };
  }
  out.extension = nullptr;
  return out;
}

}  // namespace rulemap::isolate
