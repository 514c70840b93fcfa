#include "contract/misp/simulated_misp.h"

#include <algorithm>

#include "contract/misp/gate.h"
#include "contract/misp/parts.h"

namespace rulemap::simulated {
namespace {

using Kind = Fault::Kind;
constexpr std::int64_t kStart = 1795500000;  // the days of the recordings

bool is(const std::optional<Fault>& fault, Kind kind) { return fault && fault->kind == kind; }

Answer ordered_error(const Fault& fault, const std::string& path) {
  if (fault.body.empty() && fault.status == 500) return internal_error(path);
  Answer out = html(fault.status, fault.body);
  if (fault.body.starts_with('{')) out.type = "application/json; charset=UTF-8";
  for (std::size_t begin = 0; begin < fault.headers.size();) {
    const std::size_t end = std::min(fault.headers.find("\r\n", begin), fault.headers.size());
    const std::size_t colon = fault.headers.find(": ", begin);
    if (colon < end)
      out.headers.emplace_back(fault.headers.substr(begin, colon - begin),
                               fault.headers.substr(colon + 2, end - colon - 2));
    begin = end + 2;
  }
  return out;
}

}  // namespace

SimulatedMisp::Parts::Parts(Settings settings) {
  world.store.now = kStart;
  wire = std::make_unique<Wire>([this](const HttpRequest& request, Connection& connection) {
    return serve(request, connection);
  });
  const std::lock_guard lock(mutex);
  set(std::move(settings));
}

SimulatedMisp::Parts::~Parts() {
  {
    const std::lock_guard lock(mutex);
    writing.ends = true;
    writing.changed.notify_all();
  }
  wire->stop();
}

std::string SimulatedMisp::Parts::url() const {
  return "http://127.0.0.1:" + std::to_string(wire->port()) + world.settings.base_path;
}

void SimulatedMisp::Parts::set(Settings settings) {
  world.settings = std::move(settings);
  world.filter = std::make_unique<ImportFilterTable>(world.settings.import_filter);
  world.base_url = world.settings.base_url.empty() ? url() : world.settings.base_url;
}

std::optional<Fault> SimulatedMisp::Parts::note(const HttpRequest& request, Seen& met) {
  met.method = request.method;
  met.path = request.target;
  met.key = request.header("authorization");
  met.user_agent = request.header("user-agent");
  met.body_bytes = request.body.size();
  if (!decode_body(request, met.body)) met.body.clear();
  met.index = next_index++;
  seen.push_back(met);
  return faults.take(met);
}

void SimulatedMisp::Parts::note_answer(std::size_t index, int status, std::size_t bytes) {
  const auto found = std::find_if(seen.rbegin(), seen.rend(),
                                  [&](const Seen& each) { return each.index == index; });
  if (found == seen.rend()) return;
  found->status = status;
  found->answer_bytes = bytes;
}

Answer SimulatedMisp::Parts::respond_at(const HttpRequest& request,
                                        const std::optional<Fault>& fault,
                                        std::unique_lock<std::mutex>& lock) {
  if (is(fault, Kind::kErrorBefore)) return ordered_error(*fault, request.target);
  if (is(fault, Kind::kSlow))
    writing.changed.wait_for(lock, fault->delay, [this] { return writing.ends; });
  if (!fault || fault->kind == Kind::kSlow || fault->kind == Kind::kCutAfterDone) {
    Pace pace;
    return respond(world, request, pace);
  }
  FaultPace pace(lock, writing, *fault);
  Answer out = respond(world, request, pace);
  pace.end(world);
  if (fault->kind == Kind::kErrorHalfway) return ordered_error(*fault, request.target);
  return out;
}

bool SimulatedMisp::Parts::serve(const HttpRequest& request, Connection& connection) {
  std::unique_lock lock(mutex);
  Seen met;
  const std::optional<Fault> fault = note(request, met);
  if (is(fault, Kind::kCutBeforeRead)) return false;
  if (is(fault, Kind::kCutGoesOn)) connection.hang_up();
  const Answer answer = respond_at(request, fault, lock);
  if (is(fault, Kind::kCutAfterDone) || is(fault, Kind::kCutGoesOn)) return false;
  std::size_t bytes = 0;
  const std::string out = print_answer(world, request, answer, bytes);
  note_answer(met.index, answer.status, bytes);
  lock.unlock();
  return connection.send(out);
}

SimulatedMisp::SimulatedMisp(Settings settings)
    : parts_(std::make_unique<Parts>(std::move(settings))) {}
SimulatedMisp::~SimulatedMisp() = default;

std::string SimulatedMisp::url() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->url();
}

Settings SimulatedMisp::settings() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->world.settings;
}

void SimulatedMisp::set(Settings settings) {
  const std::lock_guard lock(parts_->mutex);
  parts_->set(std::move(settings));
}

std::int64_t SimulatedMisp::time() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->world.store.now;
}

void SimulatedMisp::set_time(std::int64_t seconds) {
  const std::lock_guard lock(parts_->mutex);
  parts_->world.store.now = seconds;
}

void SimulatedMisp::advance(std::int64_t seconds) {
  const std::lock_guard lock(parts_->mutex);
  parts_->world.store.now += seconds;
}

Exchange SimulatedMisp::ask(std::string_view method, std::string_view path, std::string_view body,
                            std::string_view key) {
  const std::lock_guard lock(parts_->mutex);
  HttpRequest request;
  request.method = method;
  request.target = parts_->world.settings.base_path + std::string(path);
  request.headers = {{"accept", "application/json"},
                     {"content-type", "application/json"},
                     {"authorization", std::string(key)},
                     {"x-requested-with", "XMLHttpRequest"},
                     {"user-agent", "MISP-simulated"}};
  request.body = body;
  Pace pace;
  const Answer answer = respond(parts_->world, request, pace);
  std::size_t bytes = 0;
  const std::string out = print_answer(parts_->world, request, answer, bytes);
  const std::size_t head = out.find("\r\n") + 2, end = out.find("\r\n\r\n");
  return {answer.status, out.substr(head, end + 2 - head), out.substr(end + 4)};
}

}  // namespace rulemap::simulated
