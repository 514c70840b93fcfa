// Whether a shared library is as long as its own header says: the system's loader maps one that was
// cut off, and the first look at what is missing ends the process.
#pragma once

#include <string>

namespace rulemap::engine {

// True also for what is no 64 bit ELF file: the loader refuses that by itself.
bool is_whole_library(const std::string& path);

}  // namespace rulemap::engine
