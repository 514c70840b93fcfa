// One run of the whole pipeline, in this process, by the engine's public headers.
#pragma once

#include <string>

#include "corpus.h"
#include "stopwatch.h"

namespace rulemap::bench {

// From the list to the event's file; loading and checking the pipeline is not counted, starting its
// steps is. Ends the program where an indicator did not reach the event.
Spent run_pipeline(const Corpus& corpus, const std::string& rules);

// The steps in their order, for people.
std::string steps_text();

}  // namespace rulemap::bench
