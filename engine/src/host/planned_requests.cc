#include "host/planned_requests.h"

#include "rulemap/ids/digest.h"

namespace rulemap::engine {
namespace {

std::string kind_of(std::string_view said) {
  return std::string(said.empty() ? std::string_view("request") : said);
}

}  // namespace

PlannedRequests::Account& PlannedRequests::account(const std::string& server,
                                                   const std::string& account,
                                                   const std::vector<RateFile>& rates) {
  Account& out = accounts_[account];
  out.server = server;
  out.account = account;
  for (const RateFile& each : rates) {
    bool is_there = false;
    for (const RateFile& known : out.rates) {
      is_there = is_there || (known.count == each.count && known.per_ms == each.per_ms);
    }
    if (!is_there) out.rates.push_back(each);
  }
  return out;
}

void PlannedRequests::needed(const std::string& server, const std::string& name,
                             const std::vector<RateFile>& rates, std::string_view kind,
                             std::string_view follows, const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (!seen_.insert(key).second) return;
  Account& of = account(server, name, rates);
  ++of.kinds[kind_of(kind)].needed;
  while (!follows.empty()) {
    const std::size_t end = std::min(follows.find('|'), follows.size());
    ++of.kinds[kind_of(follows.substr(0, end))].at_most;
    follows.remove_prefix(std::min(end + 1, follows.size()));
  }
}

void PlannedRequests::answered(const std::string& server, const std::string& name,
                               const std::vector<RateFile>& rates, std::string_view kind,
                               const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (seen_.insert(key).second) ++account(server, name, rates).kinds[kind_of(kind)].cached;
}

}  // namespace rulemap::engine
