#include "url_reader.h"

#include "named_thing.h"

namespace rulemap::virustotal {
namespace {

void relate(Observable* led_to, Doc url, ObservableList& list, FieldReader& reader) {
  if (led_to)
    list.relate(list.subject(), "redirects-to", *led_to);
  else
    reader.leave_out(url.text() == "" ? 0 : 1);
}

}  // namespace

void read_redirections(Doc attributes, ObservableList& list, FieldReader& reader) {
  const Doc chain = attributes["redirection_chain"];
  if (chain && !chain.is_list()) reader.leave_out();
  std::size_t taken = 0;
  for (const Doc each : chain) {
    if (taken++ >= kMaxRedirections)
      reader.leave_out();
    else
      relate(name_url(list, each.text().value_or("")), each, list, reader);
  }
  // One that is no URL is an attribute still.
  const Doc last = attributes["last_final_url"];
  Observable* end = name_url(list, last.text().value_or(""));
  if (end) relate(end, last, list, reader);
}

}  // namespace rulemap::virustotal
