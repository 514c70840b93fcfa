#include "contract/misp/client_testing.h"

#include "contract/misp/store.h"

namespace rulemap::simulated {
namespace {

std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* to) {
  static_cast<Reply*>(to)->body.append(bytes, size);
  return size;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* to) {
  std::string_view line(bytes, size);
  while (line.ends_with('\r') || line.ends_with('\n')) line.remove_suffix(1);
  if (const std::size_t colon = line.find(": "); colon != std::string_view::npos)
    static_cast<Reply*>(to)->headers[folded(line.substr(0, colon))] = line.substr(colon + 2);
  return size;
}

curl_slist* header_list(const std::string& key, bool has_body, const Headers& more) {
  Headers all = {{"Accept", "application/json"}, {"Authorization", key}, {"Expect", ""}};
  if (has_body) all["Content-Type"] = "application/json";
  for (const auto& [name, value] : more) all[name] = value;
  curl_slist* out = nullptr;
  for (const auto& [name, value] : all)
    out = curl_slist_append(out, (name + (value.empty() ? ":" : ": " + value)).c_str());
  return out;
}

}  // namespace

Reply Client::send(const std::string& method, const std::string& path, std::string_view body,
                   const Headers& headers) const {
  Reply out;
  CURL* curl = curl_easy_init();
  curl_slist* list = header_list(key_, method != "GET", headers);
  curl_easy_setopt(curl, CURLOPT_URL, (url_ + path).c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(curl, CURLOPT_NOBODY, method == "HEAD" ? 1L : 0L);
  if (method != "GET" && method != "HEAD") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, body.data() ? body.data() : "");
  }
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &out);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &out);
  out.result = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  out.status = static_cast<int>(status);
  curl_slist_free_all(list);
  curl_easy_cleanup(curl);
  out.json = std::make_shared<Document>();
  if (!parse_json(out.body, *out.json)) out.json->SetNull();
  return out;
}

}  // namespace rulemap::simulated
