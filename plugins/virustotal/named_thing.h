// What VirusTotal names as a host, an address, a URL or a file -> the observable that it is. Names
// are checked first: one real answer holds a host with a NUL in its middle.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "observable_list.h"

namespace rulemap::virustotal {

// Null where the name is none of its kind, or too many observables are there. An address that is
// nobody's on the internet has the attribute `private`.
Observable* name_domain(ObservableList& list, std::string_view name);
Observable* name_address(ObservableList& list, std::string_view name);
Observable* name_host(ObservableList& list, std::string_view name);  // either of them
Observable* name_url(ObservableList& list, std::string_view name);
Observable* name_file(ObservableList& list, std::string_view sha256);

// "1.2.3.4evil.example": the id of a resolution, apart. Nothing where it is not of `subject`, an
// address or a domain.
std::optional<std::pair<std::string, std::string>> address_and_host(std::string_view id,
                                                                    const Observable& subject);

}  // namespace rulemap::virustotal
