#include "rulemap/engine/live_check.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "plan/pipeline.h"
#include "rulemap/abi/live.h"
#include "rulemap/engine/printable.h"

namespace rulemap::engine {
namespace {

using State = LiveFinding::State;

constexpr std::size_t kMostFindings = 200;  // of one source, step or sink

const char* word_of(State state) {
  if (state == State::note) return "note";
  return state == State::warning ? "warning" : "problem";
}

// What one of them says.
class Listener {
 public:
  Listener(std::string of, const Secrets& secrets, std::vector<LiveFinding>& out)
      : of_(std::move(of)),
        secrets_(secrets),
        out_(out),
        abi_{sizeof abi_, this,
             [](rulemap_live_report* abi, std::uint32_t state, rulemap_text what,
                rulemap_text text) noexcept {
               static_cast<Listener*>(abi->host)->add(
                   static_cast<State>(std::min<std::uint32_t>(state, RULEMAP_LIVE_PROBLEM)),
                   view(what), view(text));
             }} {}
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  rulemap_live_report& abi() { return abi_; }
  void add(State state, std::string_view what, std::string_view text) {
    if (++count_ > kMostFindings) return;
    out_.push_back(
        {state, of_, printable(secrets_.redacted(what)), printable(secrets_.redacted(text))});
  }

 private:
  std::string of_;
  const Secrets& secrets_;
  std::vector<LiveFinding>& out_;
  std::size_t count_ = 0;
  rulemap_live_report abi_;
};

template <class Instance>
void look(Instance& instance, const std::string& id, World& world, LiveCheck& out) {
  Listener listener(id, world.secrets(), out.findings);
  if (!instance.can_look()) {
    if (instance.about().flags & RULEMAP_FLAG_NETWORK) {
      listener.add(State::note, "server", "its plugin cannot say how its server is");
    }
    return;
  }
  auto done = instance.start();
  if (done.ok()) done = instance.look(listener.abi());
  if (!done.ok()) listener.add(State::problem, "server", done.error().text());
}

LiveCheck failed(LiveCheck out, const Error& why) {
  out.findings.push_back({State::problem, out.pipeline, "state", printable(why.text())});
  return out;
}

}  // namespace

LiveCheck check_live(Pipeline& pipeline, const RunOptions& options) {
  LiveCheck out;
  Plan& plan = *pipeline.plan;
  World& world = *pipeline.world;
  out.pipeline = plan.name;
  if (world.replays()) {
    out.findings.push_back(
        {State::note, plan.name, "http.replay", "answers come from recordings: nobody is asked"});
    return out;
  }
  auto state = StateFolder::open(options.state_folder.empty() ? default_state_folder()
                                                              : options.state_folder);
  if (!state.ok()) return failed(std::move(out), state.error());
  const auto opened = world.open(
      **state, **state, plan.name,
      [](std::string_view, std::string_view) -> Result<std::string> { return std::string(); });
  if (!opened.ok()) return failed(std::move(out), opened.error());
  world.http().set_cache(nullptr);  // what was true earlier says nothing of now
  for (SourcePlan& each : plan.sources) look(*each.instance, each.id, world, out);
  for (StepPlan& each : plan.steps) {
    if (!each.is_route()) look(*each.workers[0].instance, each.id, world, out);
  }
  for (SinkPlan& each : plan.sinks) look(*each.instance, each.id, world, out);
  out.requests = world.http_counts().network;
  world.close();
  return out;
}

bool LiveCheck::has_problems() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const LiveFinding& each) { return each.state == State::problem; });
}

std::string LiveCheck::text() const {
  const bool is_fine = std::all_of(findings.begin(), findings.end(), [](const LiveFinding& each) {
    return each.state == State::note;
  });
  const char* const word = has_problems() ? "problems" : is_fine ? "fine" : "warnings";
  std::string out = pipeline + ": " + word + "; " + std::to_string(requests) + " request" +
                    (requests == 1 ? "" : "s") + " made\n";
  for (const LiveFinding& each : findings) {
    out += "  " + each.of + ": ";
    if (each.state != State::note) out += std::string(word_of(each.state)) + ": ";
    out += each.what + ": " + each.text + "\n";
  }
  return out;
}

std::string LiveCheck::json() const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  const auto put = [&](const char* key, const std::string& value) {
    out.Key(key);
    out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  out.StartObject();
  put("pipeline", pipeline);
  out.Key("problems");
  out.Bool(has_problems());
  out.Key("requests");
  out.Uint64(requests);
  out.Key("findings");
  out.StartArray();
  for (const LiveFinding& each : findings) {
    out.StartObject();
    put("state", word_of(each.state));
    put("of", each.of);
    put("what", each.what);
    put("text", each.text);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace rulemap::engine
