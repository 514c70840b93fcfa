// virustotal.report: what the key may do and has left, for `rulemap check --live` and for the
// host's count of the allowance.
#include "quota.h"
#include "report_step.h"
#include "request_path.h"
#include "sandbox_questions.h"

namespace rulemap::virustotal {
namespace {

constexpr std::int64_t kAskAgainMs = 30'000;  // rows that were refused together ask once

// Everybody's: the EICAR test file, a domain and an address that belong to nobody's case.
constexpr std::string_view kTestFile =
    "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

constexpr std::string_view kNoNumbers =
    "VirusTotal's answer has no `allowed` and `used` under api_requests_hourly, "
    "api_requests_daily or api_requests_monthly, so only `limits.rate` counts";

struct Sample {
  std::string_view type, value, endpoint;
};
constexpr Sample kSamples[] = {{"sha256", kTestFile, "GET /files/{id}"},
                               {"domain", "example.com", "GET /domains/{domain}"},
                               {"ipv4", "8.8.8.8", "GET /ip_addresses/{ip}"},
                               {"url", "http://example.com/", "GET /urls/{id}"}};

// False where no other question will be answered either.
bool say(LiveReport& report, std::string_view what, const Answer& answer,
         std::string_view without) {
  switch (answer.kind) {
    case Answer::Kind::found:
    case Answer::Kind::unknown:
      report.note(what, "the key may ask it");
      return true;
    case Answer::Kind::forbidden:
      report.warning(what, "the key may not ask it, so runs go on without " + std::string(without) +
                               ": " + answer.why);
      return true;
    case Answer::Kind::stop:
      report.problem("key", answer.why);
      return false;
    case Answer::Kind::wait:
    case Answer::Kind::busy:
      report.warning(what, "not known: " + answer.why);
      return false;
    default:
      report.problem(what, answer.why);
      return false;
  }
}

}  // namespace

Request ReportStep::request(const std::string& path) const {
  Request out{.url = url_ + path,
              .headers = {{"accept", "application/json"}, {"x-tool", "rulemap"}}};
  if (config_.key.handle != 0) out.headers.push_back({"x-apikey", "", config_.key});
  return out;
}

Answer ReportStep::ask_quotas(std::vector<Quota>& quotas) const {
  Request asked = request(quota_path(config_.user));
  asked.kind = "quota";
  asked.of_allowance = true;
  const Answer answer = judge(host_, host_.send(asked), quota_parts_);
  if (answer.kind != Answer::Kind::found) return answer;
  quotas = read_quotas(answer.data);
  for (const Quota& each : quotas) host_.tell_allowance(each.span, each.allowed, each.used);
  return answer;
}

Outcome ReportStep::start() {
  if (config_.user.empty()) return {};
  std::vector<Quota> quotas;
  const Answer answer = ask_quotas(quotas);
  if (answer.kind == Answer::Kind::stop) return Error{answer.why};
  if (answer.kind != Answer::Kind::found) {
    host_.warn("what is left of the allowance of `" + config_.user +
               "` is not known: " + answer.why);
  } else if (quotas.empty()) {
    host_.warn("of the allowance of `" + config_.user + "`: " + std::string(kNoNumbers));
  }
  return {};
}

// A 429 does not say whose end it is, the minute's or the day's.
bool ReportStep::is_used_up() {
  if (config_.user.empty()) return false;
  const std::int64_t now = host_.now().ms, last = quotas_asked_ms_;
  if (now - last >= kAskAgainMs) {
    quotas_asked_ms_ = now;
    std::vector<Quota> quotas;
    (void)ask_quotas(quotas);
    bool is_used_up = false;
    for (const Quota& each : quotas) is_used_up = is_used_up || each.left() == 0;
    is_used_up_ = is_used_up;
  }
  return is_used_up_;
}

void ReportStep::look(LiveReport report) {
  if (config_.key.handle == 0) return report.problem("key", "none is set: `with: { key: ... }`");
  if (config_.user.empty()) {
    report.note("quota", "not asked: `user` names whose allowance it is");
  } else {
    std::vector<Quota> quotas;
    const Answer answer = ask_quotas(quotas);
    if (answer.kind == Answer::Kind::stop) return report.problem("key", answer.why);
    if (answer.kind != Answer::Kind::found) {
      report.warning("quota", answer.why);
    } else if (quotas.empty()) {
      report.warning("quota", kNoNumbers);
    }
    for (const Quota& each : quotas) {
      if (each.left() == 0)
        report.warning("quota", quota_line(each));
      else
        report.note("quota", quota_line(each));
    }
  }
  for (const Sample& each : kSamples) {
    const auto path = report_path(each.type, each.value);
    const auto relations = relations_of(thing_of(each.type), config_.relations);
    const std::string query = config_.related > 0 ? relations_query(relations) : std::string();
    Answer answer = judge(host_, host_.send(request(*path + query)), report_parts_);
    if (answer.kind == Answer::Kind::forbidden && !query.empty()) {
      say(report, std::string(each.endpoint) + query, answer, "related things");
      answer = judge(host_, host_.send(request(*path)), report_parts_);
    }
    if (!say(report, each.endpoint, answer, "these reports")) return;
  }
  if (config_.sandboxes == "off") return;
  const bool pages = config_.sandboxes == "reports";
  const std::string path =
      pages ? behaviours_path(kTestFile) : file_path(kTestFile, sandboxes_.what());
  const Answer answer = judge(host_, host_.send(request(path)), sandbox_parts_,
                              pages ? DataIs::list : DataIs::object);
  say(report, "GET /files/{id}/" + sandboxes_.what(), answer, sandbox_loss(config_.sandboxes));
}

}  // namespace rulemap::virustotal
