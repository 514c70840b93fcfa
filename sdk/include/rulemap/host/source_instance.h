// One source, driven: polls out, records in. The engine and the test harness both use this.
#pragma once

#include "rulemap/abi/source.h"
#include "rulemap/host/instance.h"

namespace rulemap::host {

// A token that is no row.
struct RefusedToken {
  std::string file;
  std::uint32_t line;
  std::uint32_t column;
  std::string original;
  std::string why;
};

struct Poll {
  CallEnd end;  // status END: this was the last one
  std::vector<Record> records;
  std::vector<RefusedToken> refused;
  std::string checkpoint;
};

class SourceInstance : public Instance<rulemap_source> {
 public:
  SourceInstance(const rulemap_source& abi, std::unique_ptr<ConfigValues> config, Lent lent)
      : Instance(abi, std::move(config), lent), emitter_(make_emitter()) {}

  Poll poll() {
    poll_ = {};
    ErrorSlot error;
    const rulemap_status status = abi_.poll(instance_, &emitter_, error.abi());
    entry_.commit();
    poll_.end = end(status, error);
    poll_.end.fault = entry_.take_fault();
    return std::move(poll_);
  }
  CallEnd done(std::string_view checkpoint) {
    if (!abi_.done) return {};
    ErrorSlot error;
    return end(abi_.done(instance_, text(checkpoint), error.abi()), error);
  }

 private:
  static SourceInstance& self(rulemap_emitter* emitter) {
    return *static_cast<SourceInstance*>(emitter->host);
  }
  rulemap_builder* open(std::uint32_t row, std::uint32_t column) {
    if (row >= poll_.records.size() || column >= writes_.size()) return entry_.discard();
    return entry_.open(poll_.records[row], writes_[column], -1);
  }
  rulemap_emitter make_emitter();

  rulemap_emitter emitter_;
  OpenEntry entry_;
  Poll poll_;
};

inline rulemap_emitter SourceInstance::make_emitter() {
  return {
      sizeof(rulemap_emitter),
      this,
      [](rulemap_emitter* e) noexcept {
        self(e).entry_.commit();
        self(e).poll_.records.emplace_back();
        return static_cast<std::uint32_t>(self(e).poll_.records.size() - 1);
      },
      [](rulemap_emitter* e, std::uint32_t row, std::uint32_t column, rulemap_value cell) noexcept {
        SourceInstance& me = self(e);
        if (row < me.poll_.records.size() && column < me.writes_.size()) {
          me.poll_.records[row].set(me.writes_[column], cell);
        }
      },
      [](rulemap_emitter* e, std::uint32_t row, std::uint32_t column) noexcept {
        return self(e).open(row, column);
      },
      [](rulemap_emitter* e, rulemap_place place, rulemap_text original,
         rulemap_text why) noexcept {
        self(e).poll_.refused.push_back({std::string(view(place.file)), place.line, place.column,
                                         std::string(view(original)), std::string(view(why))});
      },
      [](rulemap_emitter* e, rulemap_text checkpoint) noexcept {
        self(e).poll_.checkpoint = view(checkpoint);
      }};
}

}  // namespace rulemap::host
