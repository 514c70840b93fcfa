#include <rulemap/sdk/plugin.h>

#include <fstream>

namespace field = rulemap::field;

struct Tally final : rulemap::Sink<Tally> {
  static constexpr rulemap::Label label{.id = "acme.tally", .summary = "Writes what was said."};
  static constexpr auto reads =
      rulemap::fields(field::text("acme.shout"), field::integer("acme.length"));
  struct Config {
    rulemap::Path path;
  };
  static constexpr auto options =
      rulemap::options(rulemap::option("path", &Config::path, "The file").required());

  explicit Tally(Config config) : file_(config.path.text) {}
  void write(const rulemap::Case& of, Row row, rulemap::Receipts& receipts) {
    file_ << of.title << ": " << row.text("acme.shout") << " "
          << row.integer("acme.length").value_or(0) << "\n";
    receipts.written(row.id(), "tally");
  }
  std::ofstream file_;
};

RULEMAP_PLUGIN(Tally)
