// The child: loads one plugin, and does for one source, step or sink what messages say. Arguments:
// plugin, kind, id. The messages come through descriptor 3.
#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>

#include "child_said.h"
#include "child_services.h"
#include "rulemap/abi/entry.h"

namespace rulemap::isolate {
namespace {

template <class Abi>
class Child {
 public:
  Child(const Abi& abi, Channel& channel) : abi_(abi), channel_(channel), asks_(channel) {}

  void serve() {
    for (;;) {
      auto message = channel_.receive(Channel::Deadline::max());
      if (!message.ok()) return;  // the parent is gone
      In in(*message);
      const auto word = in.word<Word>();
      ChildSaid said;
      const rulemap_status status = call(word, in, said);
      Out answer;
      answer.word(Word::answer).number(static_cast<std::uint64_t>(status));
      answer.text(said.error.message).text(said.error.where);
      answer.bytes() += said.say(Said::end).bytes();
      services_.end_call();
      if (!channel_.send(answer.bytes(), Channel::Deadline::max()).ok()) return;
    }
  }

 private:
  struct Borrowed {
    Pool pool;
    std::deque<Json> kept;
    std::vector<rulemap_value> cells;
    std::vector<std::uint64_t> ids;
  };

  rulemap_status call(Word word, In& in, ChildSaid& said) {
    Borrowed lent;
    rulemap_error* error = &said.error_abi;
    switch (word) {
      case Word::validate:
      case Word::fields:
      case Word::create:
        return set_up(word, in, lent, said);
      case Word::start:
        return abi_.start ? abi_.start(instance_, error) : RULEMAP_OK;
      case Word::stop:
        return abi_.stop ? abi_.stop(instance_, error) : RULEMAP_OK;
      case Word::destroy:
        abi_.destroy(instance_);
        return RULEMAP_OK;
      default:
        return work(word, in, lent, said);
    }
  }
  rulemap_status set_up(Word word, In& in, Borrowed& lent, ChildSaid& said) {
    for (std::uint64_t n = in.count(); n > 0; --n)
      lent.cells.push_back(in.value(lent.pool, lent.kept));
    const rulemap_config config{sizeof config, lent.cells.data(),
                                static_cast<std::uint32_t>(lent.cells.size())};
    const rulemap_host* host = services_.abi();
    rulemap_error* error = &said.error_abi;
    if (word == Word::validate) {
      return abi_.validate ? abi_.validate(host, &config, error) : RULEMAP_OK;
    }
    if (word == Word::fields) return abi_.fields(host, &config, &said.fields, error);
    return abi_.create(host, &config, &instance_, error);
  }
  rulemap_batch batch(In& in, Borrowed& lent, ChildSaid& said) {
    const auto rows = static_cast<std::uint32_t>(in.count()), columns = in.index();
    for (std::uint32_t i = 0; i < rows; ++i) lent.ids.push_back(in.number());
    for (std::uint64_t n = in.count(); n > 0; --n)
      lent.cells.push_back(in.value(lent.pool, lent.kept));
    said.rows = said.batch_rows = rows;
    return {sizeof(rulemap_batch), lent.cells.data(), lent.ids.data(), rows, columns};
  }
  static rulemap_case case_of(In& in) {
    rulemap_case out{};
    out.size = sizeof out;
    for (rulemap_text* each : {&out.id, &out.title, &out.tlp, &out.pap, &out.name_space}) {
      *each = in.abi_text();
    }
    out.started_ms = static_cast<std::int64_t>(in.number());
    return out;
  }
  rulemap_status work(Word word, In& in, Borrowed& lent, ChildSaid& said) {
    rulemap_error* error = &said.error_abi;
    if constexpr (std::is_same_v<Abi, rulemap_source>) {
      if (word == Word::poll) return abi_.poll(instance_, &said.emitter, error);
      if (word == Word::done) return abi_.done(instance_, in.abi_text(), error);
    } else if constexpr (std::is_same_v<Abi, rulemap_step>) {
      if (word == Word::process) {
        const rulemap_batch rows = batch(in, lent, said);
        return abi_.process(instance_, &rows, &said.writer, error);
      }
      const rulemap_case of = case_of(in);
      if (word == Word::case_open) return abi_.case_open(instance_, &of, error);
      if (word == Word::case_close) return abi_.case_close(instance_, &of, &said.writer, error);
    } else {
      const rulemap_case of = case_of(in);
      if (word == Word::case_open) return abi_.case_open(instance_, &of, error);
      if (word == Word::case_close) return abi_.case_close(instance_, &of, &said.receipts, error);
      const rulemap_batch rows = batch(in, lent, said);
      if (word == Word::write) return abi_.write(instance_, &of, &rows, &said.receipts, error);
    }
    return RULEMAP_UNSUPPORTED;
  }

  const Abi& abi_;
  Channel& channel_;
  ChildServices asks_;
  host::Services services_{asks_.lend()};
  void* instance_ = nullptr;
};

template <class Abi>
int serve(const Abi* const* all, std::uint32_t count, std::string_view id, Channel& channel) {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (id == all[i]->about->id) return (Child<Abi>(*all[i], channel).serve(), 0);
  }
  return 2;
}

int run(const char* path, std::string_view kind, std::string_view id) {
  void* library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
  const void* symbol = library ? ::dlsym(library, "rulemap_plugin") : nullptr;
  if (!symbol) return (std::fprintf(stderr, "%s\n", ::dlerror()), 2);
  const auto& plugin = *static_cast<const rulemap_entry*>(symbol);
  Channel channel(3);
  if (kind == "source") return serve(plugin.sources, plugin.source_count, id, channel);
  if (kind == "sink") return serve(plugin.sinks, plugin.sink_count, id, channel);
  return serve(plugin.steps, plugin.step_count, id, channel);
}

}  // namespace
}  // namespace rulemap::isolate

int main(int argc, char** argv) {
  return argc == 4 ? rulemap::isolate::run(argv[1], argv[2], argv[3]) : 2;
}
