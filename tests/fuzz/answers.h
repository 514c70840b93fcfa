// Answers of VirusTotal as seeds: those of the examples, some by hand for what these lack, and real
// ones where ../shared is there. Each is a word for the question, a line end, and the body.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::fuzz {

inline constexpr std::size_t kLongestSeed = 16 * 1024;

std::vector<std::string> virustotal_seeds();

// The same JSON with shorter lists, texts and objects, until it has at most so many bytes. A text
// that is no JSON is cut.
std::string shortened(const std::string& json, std::size_t longest);

// Changes one value of the body: another type, an odd value, a copy of another one, none, many.
void change_answer(std::string& seed, std::mt19937_64& random);

}  // namespace rulemap::fuzz
