#include "plot.h"

#include <cmath>
#include <cstdio>

namespace rulemap::bench {
namespace {

constexpr double kLeft = 70, kTop = 30, kWidth = 480, kHeight = 300;
// From a hundred rules to a hundred thousand, from 0.01 to 100.
constexpr double kFirstDecade = 2, kDecades = 3, kLowest = -2, kRange = 4;

template <class... Values>
std::string printed(const char* format, Values... values) {
  char text[512];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

double x_of(double rules) { return kLeft + kWidth * (std::log10(rules) - kFirstDecade) / kDecades; }
double y_of(double value) {
  return kTop + kHeight * (1 - (std::log10(std::max(value, 0.01)) - kLowest) / kRange);
}

std::string axes() {
  std::string out;
  for (int i = 0; i <= static_cast<int>(kDecades); ++i) {
    const double rules = std::pow(10, kFirstDecade + i), x = x_of(rules);
    out += printed(
        "<path d='M%.0f %.0fv%.0f' stroke='#ddd'/><text x='%.0f' y='%.0f' "
        "text-anchor='middle'>%.0f</text>\n",
        x, kTop, kHeight, x, kTop + kHeight + 18, rules);
  }
  for (int i = 0; i <= static_cast<int>(kRange); ++i) {
    const double value = std::pow(10, kLowest + i), y = y_of(value);
    out += printed(
        "<path d='M%.0f %.0fh%.0f' stroke='#ddd'/><text x='%.0f' y='%.0f' "
        "text-anchor='end'>%g</text>\n",
        kLeft, y, kWidth, kLeft - 8, y + 4, value);
  }
  return out + printed("<text x='%.0f' y='%.0f' text-anchor='middle'>rules</text>\n",
                       kLeft + kWidth / 2, kTop + kHeight + 38);
}

template <class Value>
std::string line(const std::vector<Growth>& rows, const char* colour, const char* name,
                 Value&& value) {
  std::string path, dots;
  for (const Growth& row : rows) {
    const double x = x_of(static_cast<double>(row.rules)), y = y_of(value(row));
    path += printed("%c%.1f %.1f", path.empty() ? 'M' : 'L', x, y);
    dots += printed("<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", x, y, colour);
  }
  const Growth& last = rows.back();
  return printed("<path d='%s' fill='none' stroke='%s' stroke-width='2'/>", path.c_str(), colour) +
         dots +
         printed("<text x='%.0f' y='%.0f' fill='%s'>%s</text>\n",
                 x_of(static_cast<double>(last.rules)) + 8, y_of(value(last)) + 4, colour, name);
}

}  // namespace

std::string plot(const std::vector<Growth>& rows) {
  if (rows.empty()) return {};
  std::string out =
      "<svg xmlns='http://www.w3.org/2000/svg' width='760' height='390' font-family='sans-serif' "
      "font-size='13'>\n<rect width='100%' height='100%' fill='white'/>\n" +
      axes();
  out += line(rows, "#b2182b", "all rules asked, x DOM",
              [](const Growth& row) { return row.all_ns / row.document_ns; });
  out += line(rows, "#2166ac", "by log source, x DOM",
              [](const Growth& row) { return row.gated_ns / row.document_ns; });
  out += line(rows, "#4d9221", "index by log source, MiB",
              [](const Growth& row) { return row.gated_mib; });
  return out + "</svg>\n";
}

}  // namespace rulemap::bench
