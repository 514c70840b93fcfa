// What a plugin said in the child, said again to the parent's own host, in the same order.
#pragma once

#include "rulemap/abi/sink.h"
#include "rulemap/abi/source.h"
#include "rulemap/abi/step.h"
#include "wire.h"

namespace rulemap::isolate {

// Rows that a call makes have the host's numbers here, and the child's in what it said.
class Replay {
 public:
  Replay(std::string_view said, std::uint32_t batch_rows = 0) : in_(said), rows_(batch_rows) {
    for (std::uint32_t i = 0; i < batch_rows; ++i) rows_[i] = i;
  }

  // False: this is nothing that such a call may say.
  bool to(rulemap_fields& fields) {
    return each([&](Said said) {
      if (said != Said::reads && said != Said::writes && said != Said::one_of) return false;
      const rulemap_text name = in_.abi_text();
      if (said == Said::one_of) {
        fields.one_of(&fields, name, in_.abi_text());
        return true;
      }
      (said == Said::reads ? fields.reads : fields.writes)(&fields, name, in_.index());
      return true;
    });
  }
  bool to(rulemap_writer& writer) {
    return each([&](Said said) { return verdict(said, writer) || cell(said, writer); });
  }
  bool to(rulemap_emitter& emitter) {
    return each([&](Said said) { return token(said, emitter) || cell(said, emitter); });
  }
  bool to(rulemap_receipts& receipts) {
    return each([&](Said said) { return receipt(said, receipts); });
  }
  // Of a call that has nothing to answer through.
  bool nothing() {
    return each([](Said) { return false; });
  }

 private:
  template <class Say>
  bool each(Say say) {
    for (;;) {
      const auto said = in_.word<Said>();
      if (!in_.ok()) return false;
      if (said == Said::end) return true;
      if (!say(said) && !build(said)) return false;
    }
  }
  std::uint32_t row() {
    const std::uint32_t number = in_.index();
    return number < rows_.size() ? rows_[number] : UINT32_MAX;
  }
  rulemap_value value() { return in_.value(pool_, kept_); }

  bool build(Said said) {
    if (!builder_) return false;
    if (said == Said::key)
      builder_->key(builder_, in_.abi_text());
    else if (said == Said::value)
      builder_->value(builder_, value());
    else if (said == Said::open_object)
      builder_->open_object(builder_);
    else if (said == Said::open_list)
      builder_->open_list(builder_);
    else if (said == Said::close)
      builder_->close(builder_);
    else
      return false;
    return true;
  }
  // What writers and emitters share.
  template <class To>
  bool cell(Said said, To& to) {
    if (said != Said::set && said != Said::append) return false;
    const std::uint32_t at = row(), column = in_.index();
    if (said == Said::set)
      to.set(&to, at, column, value());
    else
      builder_ = to.append(&to, at, column);
    return true;
  }
  bool verdict(Said said, rulemap_writer& to) {
    if (said == Said::amend) {
      const std::uint32_t at = row(), column = in_.index();
      builder_ = to.amend(&to, at, column, in_.index());
    } else if (said == Said::emit) {
      rows_.push_back(to.emit(&to, row()));
    } else if (said == Said::merge) {
      const std::uint64_t into = in_.number();
      to.merge(&to, into, in_.number());
    } else if (said == Said::drop) {
      const std::uint32_t at = row();
      to.drop(&to, at, in_.abi_text());
    } else if (said == Said::reject) {
      const std::uint32_t at = row();
      to.reject(&to, at, in_.abi_text());
    } else if (said == Said::retry) {
      const std::uint32_t at = row();
      const auto after_ms = static_cast<std::int64_t>(in_.number());
      const std::uint32_t reason = in_.index();
      to.retry(&to, at, after_ms, reason, in_.abi_text());
    } else {
      return false;
    }
    return true;
  }
  bool token(Said said, rulemap_emitter& to) {
    if (said == Said::row) {
      rows_.push_back(to.row(&to));
    } else if (said == Said::refuse) {
      rulemap_place place{};
      place.file = in_.abi_text();
      place.line = in_.index();
      place.column = in_.index();
      const rulemap_text original = in_.abi_text();
      to.refuse(&to, place, original, in_.abi_text());
    } else if (said == Said::checkpoint) {
      to.checkpoint(&to, in_.abi_text());
    } else {
      return false;
    }
    return true;
  }
  bool receipt(Said said, rulemap_receipts& to) {
    if (said == Said::note) {
      const rulemap_text what = in_.abi_text();
      to.note(&to, what, in_.abi_text());
      return true;
    }
    const bool known = said == Said::written || said == Said::refused_value ||
                       said == Said::reject || said == Said::retry;
    if (!known) return false;
    const std::uint64_t id = in_.number();
    if (said == Said::written) to.written(&to, id, in_.abi_text());
    if (said == Said::reject) to.reject(&to, id, in_.abi_text());
    if (said == Said::retry) {
      const auto after_ms = static_cast<std::int64_t>(in_.number());
      to.retry(&to, id, after_ms, in_.abi_text());
    }
    if (said == Said::refused_value) {
      const rulemap_text what = in_.abi_text(), value = in_.abi_text();
      to.refused_value(&to, id, what, value, in_.abi_text());
    }
    return true;
  }

  In in_;
  std::vector<std::uint32_t> rows_;
  rulemap_builder* builder_ = nullptr;
  Pool pool_;
  std::deque<Json> kept_;
};

}  // namespace rulemap::isolate
