#define RULEMAP_ENTRY_SYMBOL rulemap_entry_scripted
#include "engine/scripted_plugin.h"

#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>

#include "rulemap/sdk/plugin.h"

namespace rulemap::scripted {

Witness& witness() {
  static Witness seen;
  return seen;
}

namespace {

// The calls of one run come on several threads.
std::mutex g_witness;
int seen(const std::string& value) {
  const std::lock_guard lock(g_witness);
  return ++witness().tries[value];
}

namespace field = rulemap::field;

// Rows from a list of words, one poll each.
class Words final : public Source<Words> {
 public:
  static constexpr Label label{.id = "test.words", .summary = "Gives words."};
  static constexpr auto writes =
      rulemap::fields(field::text("ioc.type"), field::text("ioc.value"), field::text("ioc.file"),
                      field::boolean("ioc.private"), field::list("observables"));
  struct Config {
    std::vector<std::string> words;
    std::string file;
  };
  static constexpr auto options =
      rulemap::options(option("words", &Config::words, "The words").required(),
                       option("file", &Config::file, "Their file").standard("words"));
  explicit Words(Config config) : config_(std::move(config)) {}

  Outcome poll(Emitter out) {
    if (next_ == config_.words.size()) return Outcome::end();
    const std::string& word = config_.words[next_++];
    if (word == "fail") return Error{"as told", "word 1"};
    if (word == "refused") {
      out.refuse({"words", 1, 1}, word, "as told");
      return {};
    }
    auto row = out.row();
    row.set("ioc.type", "domain").set("ioc.value", word).set("ioc.file", config_.file);
    if (word == "private") row.set("ioc.private", true);
    // same-a and same-b are one thing.
    if (word.starts_with("same")) {
      EntryBuilder entry = row.append("observables");
      entry.set("type", "domain").set("key", "same").set("subject", true);
    }
    out.checkpoint(word);
    return {};
  }
  void done(std::string_view checkpoint) {
    const std::lock_guard lock(g_witness);
    witness().done.emplace_back(checkpoint);
  }

 private:
  Config config_;
  std::size_t next_ = 0;
};

// Writes whatever it is told into whatever field, as a step of a stranger may.
class Overwrite final : public Step<Overwrite> {
 public:
  static constexpr Label label{.id = "test.overwrite", .summary = "Writes texts into any field."};
  struct Config {
    std::string field, text;
  };
  static constexpr auto options = rulemap::options(
      option("field", &Config::field, "The field").required(),
      option("text", &Config::text, "Its text; true and false are none").required());
  static void fields(const Config& config, FieldSet& set) {
    set.writes(config.field, RULEMAP_FIELD_ANY);
  }
  explicit Overwrite(Config config) : config_(std::move(config)) {}
  void process(Row row) {
    const bool is_flag = config_.text == "true" || config_.text == "false";
    row.set(Column{0}, is_flag ? Value(config_.text == "true") : Value(config_.text));
  }

 private:
  Config config_;
};

// Does to each row what its value says.
template <class Self>
class ActOn : public Step<Self> {
 public:
  using Row = typename Step<Self>::Row;
  static constexpr auto reads = rulemap::fields(field::text("ioc.value"));
  static constexpr auto writes = rulemap::fields(field::text("lookup.test"), field::text("acted"));
  struct Config {
    std::string url;
  };
  static constexpr auto options =
      rulemap::options(option("url", &Config::url, "What to ask").standard(""));
  explicit ActOn(Config config) : config_(std::move(config)) {}

  Outcome process(Row row) {
    const std::string value(row.text("ioc.value"));
    const int tries = seen(value);
    if (value == "drop") row.drop("as told");
    if (value == "reject") row.reject("as told");
    if (value.starts_with("reject-")) row.reject("as told by " + value);
    if (value == "retry") row.retry("as told");
    if (value == "twice" && tries < 2) row.retry("as told", 5000);
    if (value == "wait" && tries < 6) row.wait("no allowance", 60'000);
    if (value == "hang") std::this_thread::sleep_for(std::chrono::seconds(2));
    if (value == "fail-call") return Error{"as told", ""};
    if (value == "throw") throw std::runtime_error("as told");
    if (value == "stop" || (value == "stop-once" && tries < 2)) return Outcome::stop("as told");
    if (value.starts_with("split")) row.emit().set("acted", "emitted");
    if (value == "split-retry" && tries < 2) row.retry("as told");
    row.set("acted", value);
    if (!config_.url.empty()) {
      const Response answer = row.send({.url = config_.url});
      if (answer.outcome == RULEMAP_FAILED) row.reject(answer.problem);
      if (answer.outcome == RULEMAP_OK) row.set("lookup.test", "known");
    }
    return {};
  }

 private:
  Config config_;
};

class Act final : public ActOn<Act> {
 public:
  static constexpr Label label{.id = "test.act",
                               .summary = "Does what a row says.",
                               .provider = "test",
                               .flags = RULEMAP_FLAG_NETWORK};
  using ActOn::ActOn;
};
class ActParallel final : public ActOn<ActParallel> {
 public:
  static constexpr Label label{.id = "test.act_parallel",
                               .summary = "Does what a row says, calls at the same time.",
                               .threads = RULEMAP_PARALLEL,
                               .max_batch = 3};
  using ActOn::ActOn;
};
class ActPerWorker final : public ActOn<ActPerWorker> {
 public:
  static constexpr Label label{.id = "test.act_per_worker",
                               .summary = "Does what a row says, an instance a worker.",
                               .threads = RULEMAP_PER_WORKER,
                               .max_batch = 2};
  using ActOn::ActOn;
};

template <class Self>
class Keep : public Sink<Self> {
 public:
  using Row = typename Sink<Self>::Row;
  static constexpr auto reads =
      rulemap::fields(field::text("ioc.value"), field::text("acted"), field::list("also"),
                      field::text("case.title"), field::object("lookup.*"), field::list("errors"));
  struct Config {
    bool at_close;
    std::chrono::milliseconds slow;
    std::string says;
  };
  static constexpr auto options = rulemap::options(
      option("says", &Config::says, "The file that each case names"),
      option("at_close", &Config::at_close, "Give receipts when the case closes").standard("false"),
      option("slow", &Config::slow, "How long a row takes").standard("0ms"));
  explicit Keep(Config config) : config_(std::move(config)) {}

  Outcome write(const Case&, Row row, Receipts& receipts) {
    const std::string value(row.text("ioc.value"));
    if (value == "sink-stops" && config_.at_close) return Outcome::stop("as told");
    std::this_thread::sleep_for(config_.slow);
    answer(value, row, receipts);
    return {};
  }
  void answer(const std::string& value, Row row, Receipts& receipts) {
    std::string line = value;
    if (row.text("acted") == "emitted") line += " emitted";
    for (Doc each : row.doc("also"))
      line += " also " + std::string(each.text("value").value_or(""));
    if (row.doc("lookup.*").size() > 0) {
      line += " " + std::string(row.doc("lookup.*").text("lookup.test").value_or(""));
    }
    if (row.doc("errors").size() > 0) line += " !" + row.doc("errors").json();
    if (value == "sink-rejects") return receipts.reject(row.id(), "as told");
    if (value == "sink-retries" && seen("sink") < 3) {
      return receipts.retry(row.id(), "as told");
    }
    if (value == "sink-silent") return;
    const std::lock_guard lock(g_witness);
    witness().written.push_back(std::string(row.text("case.title")) + ": " + line);
    if (config_.at_close)
      open_.push_back(row.id());
    else
      receipts.written(row.id(), "memory");
  }
  Result<void> case_close(const Case&, Receipts& receipts) {
    const std::lock_guard lock(g_witness);
    if (witness().fail_close > 0) return (--witness().fail_close, Error{"as told", ""});
    if (!config_.says.empty()) {
      receipts.note("file", config_.says);
      receipts.note("cases", "2");
    }
    for (const std::uint64_t id : open_) receipts.written(id, "memory");
    open_.clear();
    return {};
  }

 private:
  Config config_;
  std::vector<std::uint64_t> open_;
};

class KeepRows final : public Keep<KeepRows> {
 public:
  static constexpr Label label{.id = "test.keep", .summary = "Remembers rows."};
  using Keep::Keep;
};
class KeepByIdentity final : public Keep<KeepByIdentity> {
 public:
  static constexpr Label label{.id = "test.keep_by_identity",
                               .summary = "Remembers rows; twice is once.",
                               .flags = RULEMAP_FLAG_IDENTITIES};
  using Keep::Keep;
};

// Writes a file anew, as a stranger's sink may: with one option that says so and one that does not.
class WriteFile final : public Sink<WriteFile> {
 public:
  static constexpr Label label{.id = "test.file", .summary = "Writes values into a file."};
  struct Config {
    Path path, other;
  };
  static constexpr auto options =
      rulemap::options(option("path", &Config::path, "The file").output(),
                       option("other", &Config::other, "Another one, which nobody declares"));
  static constexpr auto reads = rulemap::fields(field::text("ioc.value"));
  explicit WriteFile(Config config) : config_(std::move(config)) {}

  Result<void> start() {
    for (const Path& each : {config_.path, config_.other}) {
      if (!each.text.empty()) files_.emplace_back(each.text);
    }
    return {};
  }
  void write(const Case&, Row row, Receipts& receipts) {
    for (std::ofstream& each : files_) each << row.text("ioc.value") << "\n";
    receipts.written(row.id(), config_.path.text);
  }
  Result<void> case_close(const Case&, Receipts&) {
    files_.clear();
    return {};
  }

 private:
  Config config_;
  std::vector<std::ofstream> files_;
};

}  // namespace
}  // namespace rulemap::scripted

RULEMAP_PLUGIN(rulemap::scripted::Words, rulemap::scripted::Overwrite, rulemap::scripted::Act,
               rulemap::scripted::ActParallel, rulemap::scripted::ActPerWorker,
               rulemap::scripted::KeepRows, rulemap::scripted::KeepByIdentity,
               rulemap::scripted::WriteFile)

namespace rulemap::scripted {
int witness_tries(const std::string& value) {
  const std::lock_guard lock(g_witness);
  const auto found = witness().tries.find(value);
  return found == witness().tries.end() ? 0 : found->second;
}
const rulemap_entry& scripted_plugin() { return rulemap_entry_scripted; }
}  // namespace rulemap::scripted
