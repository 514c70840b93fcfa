// What instances of sources, steps and sinks share: configuration, lifecycle, fields.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "rulemap/abi/live.h"
#include "rulemap/host/columns.h"
#include "rulemap/host/options.h"
#include "rulemap/host/services.h"
#include "rulemap/sdk/host.h"

namespace rulemap::host {

// How a whole call ended.
struct CallEnd {
  rulemap_status status = RULEMAP_OK;
  Error error{"", ""};
  std::string fault;  // what the plugin did against its contract; empty: nothing

  bool ok() const { return status == RULEMAP_OK; }
};

// Owns one instance; destroy follows every create. Abi: rulemap_source, rulemap_step, rulemap_sink.
template <class Abi>
class Instance {
 public:
  Instance(const Abi& abi, std::unique_ptr<ConfigValues> config, Lent lent)
      : abi_(abi), config_(std::move(config)), services_(std::make_unique<Services>(lent)) {}
  ~Instance() {
    if (!instance_) return;
    (void)stop();
    abi_.destroy(instance_);
  }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const rulemap_descriptor& about() const { return *abi_.about; }

  // validate, fields, create. Pure as far as the outside world can tell.
  Result<void> create(FieldTable& table) {
    const rulemap_config config = config_->abi();
    ErrorSlot error;
    if (abi_.validate && abi_.validate(services_->abi(), &config, error.abi()) != RULEMAP_OK) {
      return error.error();
    }
    auto declared = declared_fields(abi_, services_->abi(), config);
    if (!declared.ok()) return declared.error();
    declared_ = std::move(declared).value();
    reads_ = slots_of(declared_.reads, table);
    writes_ = slots_of(declared_.writes, table);
    if (abi_.create(services_->abi(), &config, &instance_, error.abi()) != RULEMAP_OK) {
      instance_ = nullptr;
      return error.error();
    }
    return {};
  }
  Result<void> start() {
    ErrorSlot error;
    if (abi_.start && abi_.start(instance_, error.abi()) != RULEMAP_OK) return error.error();
    services_->end_call();
    return {};
  }
  Result<void> stop() {
    if (!instance_ || std::exchange(stopped_, true) || !abi_.stop) return {};
    ErrorSlot error;
    if (abi_.stop(instance_, error.abi()) != RULEMAP_OK) return error.error();
    return {};
  }

  // rulemap.live/1, after start().
  bool can_look() const { return live() != nullptr; }
  Result<void> look(rulemap_live_report& report) {
    ErrorSlot error;
    const rulemap_status status = live()->look(instance_, &report, error.abi());
    services_->end_call();
    if (status != RULEMAP_OK) return error.error();
    return {};
  }

  const Declared& declared() const { return declared_; }

 protected:
  CallEnd end(rulemap_status status, const ErrorSlot& error) {
    services_->end_call();
    return ended(status, error);
  }
  static CallEnd ended(rulemap_status status, const ErrorSlot& error) {
    if (status == RULEMAP_OK || status == RULEMAP_END) return {status, {"", ""}, ""};
    return {status, error.error(), ""};
  }

  const rulemap_live* live() const {
    if (!abi_.extension) return nullptr;
    return static_cast<const rulemap_live*>(abi_.extension(RULEMAP_LIVE_ID));
  }

  const Abi& abi_;
  std::unique_ptr<ConfigValues> config_;
  std::unique_ptr<Services> services_;
  Declared declared_;
  std::vector<std::uint32_t> reads_;
  std::vector<std::uint32_t> writes_;
  void* instance_ = nullptr;
  bool stopped_ = false;
};

// The text of a case, owned, and as the ABI wants it.
struct CaseText {
  std::string id, title, tlp, pap, name_space;
  std::int64_t started_ms = 0;

  rulemap_case abi() const {
    return {sizeof(rulemap_case), text(id),  text(title), text(tlp), text(pap),
            text(name_space),     started_ms};
  }
};

}  // namespace rulemap::host
