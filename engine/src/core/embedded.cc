#define RULEMAP_PLUGIN_NAME "embed"
#define RULEMAP_ENTRY_SYMBOL rulemap_entry_embed
#include "core/embedded.h"

#include <algorithm>
#include <stdexcept>

#include "rulemap/engine/embed.h"
#include "rulemap/sdk/plugin.h"
#include "rulemap/text/indicator.h"
#include "rulemap/text/refang.h"

namespace rulemap::engine {
namespace {

constexpr char kService[] = "rulemap.embedded";

class Indicators final : public Source<Indicators> {
 public:
  static constexpr Label label{.id = kEmbeddedSource,
                               .summary = "Indicators that the embedding program gives.",
                               .label = "source"};
  static constexpr auto writes = rulemap::fields(
      field::text("ioc.type").one_of(ioc::kTypeWords), field::text("ioc.value"),
      field::integer("ioc.port"), field::boolean("ioc.private"), field::text("ioc.original"),
      field::text("ioc.file"), field::integer("ioc.line"));

  Indicators(NoConfig, Host host) : ends_(host.service<Embedded>(kService)) {
    if (!ends_ || !ends_->next) {
      throw std::runtime_error("the program gives no indicators: set Embedded::next, and attach()");
    }
  }

  // One a poll: what the program has given never waits for what it is about to give.
  Outcome poll(Emitter out) {
    const std::optional<Indicator> given = ends_->next();
    if (!given) return Outcome::end();
    ++count_;
    const auto found = ioc::classify(ioc::refang(given->token));
    if (!found.ok()) {
      out.refuse({given->from, count_, 1}, given->token.substr(0, kExcerpt), found.error().message);
      return {};
    }
    auto row = out.row();
    row.set("ioc.type", ioc::to_string(found->type)).set("ioc.value", found->value);
    if (found->port) row.set("ioc.port", std::int64_t{*found->port});
    if (found->is_private) row.set("ioc.private", true);
    row.set("ioc.original", given->token).set("ioc.file", given->from);
    row.set("ioc.line", std::int64_t{count_});
    return {};
  }

 private:
  static constexpr std::size_t kExcerpt = 200;

  const Embedded* ends_;
  std::uint32_t count_ = 0;
};

class Records final : public Sink<Records> {
 public:
  static constexpr Label label{
      .id = "embed.records", .summary = "Gives records to the embedding program.", .label = "sink"};
  static constexpr auto reads = rulemap::fields(field::object("*"));

  Records(NoConfig, Host host) : ends_(host.service<Embedded>(kService)) {
    if (!ends_ || !ends_->take) {
      throw std::runtime_error("the program takes no records: set Embedded::take, and attach()");
    }
  }

  void write(const Case&, Row row, Receipts& receipts) {
    try {
      ends_->take(row.doc("*"));
      receipts.written(row.id(), "the program");
    } catch (const std::exception& thrown) {
      receipts.retry(row.id(), thrown.what());
    }
  }

 private:
  const Embedded* ends_;
};

}  // namespace
}  // namespace rulemap::engine

RULEMAP_PLUGIN(rulemap::engine::Indicators, rulemap::engine::Records)

namespace rulemap::engine {

const rulemap_entry& embedded_entry() { return rulemap_entry_embed; }

std::function<std::optional<Indicator>()> each_of(std::vector<std::string> tokens) {
  return [tokens = std::move(tokens), at = std::size_t{0}]() mutable -> std::optional<Indicator> {
    if (at == tokens.size()) return std::nullopt;
    return Indicator{tokens[at++]};
  };
}

Result<void> attach(const Embedded& ends, Registry& registry, LoadSettings& settings) {
  const auto& plugins = registry.plugins();
  const bool is_there = std::any_of(plugins.begin(), plugins.end(), [](const PluginInfo& each) {
    return each.entry == &embedded_entry();
  });
  if (!is_there) {
    if (auto added = registry.add(embedded_entry()); !added.ok()) return added;
  }
  settings.service = [&ends, others = settings.service](std::string_view id) -> const void* {
    if (id == kService) return &ends;
    return others ? others(id) : nullptr;
  };
  return {};
}

}  // namespace rulemap::engine
