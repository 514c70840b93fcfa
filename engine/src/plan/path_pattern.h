// What a sink fills into its path itself: the time of the run (%Y), the case ({case}).
#pragma once

#include <string>

namespace rulemap::engine {

// A glob of every path that a sink may make of this one: %Y is four digits, %m %d %H %M %S are two,
// {case} and other codes are anything.
std::string glob_of(const std::string& path);
// The same with braces as they stand: nothing is guessed about the words that a sink puts there.
std::string glob_of_time(const std::string& path);

}  // namespace rulemap::engine
