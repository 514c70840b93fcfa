#include "rulemap/sigma/event_file.h"

#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace rulemap::sigma {
namespace {

constexpr std::size_t kPiece = 1 << 18;

struct CloseGz {
  void operator()(gzFile file) const { gzclose(file); }
};
using GzFile = std::unique_ptr<gzFile_s, CloseGz>;

// zlib reads what is no gzip as it is.
GzFile open_gz(const std::string& path) {
  if (path != "-") return GzFile(gzopen(path.c_str(), "rb"));
  const int copy = ::dup(STDIN_FILENO);
  return GzFile(copy < 0 ? nullptr : gzdopen(copy, "rb"));
}

std::string trouble_of(gzFile file) {
  int code = Z_OK;
  const char* const message = gzerror(file, &code);
  if (code == Z_OK || code == Z_STREAM_END) return "";
  return code == Z_ERRNO ? std::strerror(errno) : message;
}

}  // namespace

struct EventFile::State {
  GzFile file;
  EventRecords records = EventRecords();
  std::string piece = std::string(kPiece, '\0');
  std::string trouble = {};
  bool has_ended = false;

  void read() {
    const int size = gzread(file.get(), piece.data(), static_cast<unsigned>(piece.size()));
    if (size > 0) return records.add({piece.data(), static_cast<std::size_t>(size)});
    has_ended = true;
    trouble = trouble_of(file.get());
    records.finish();
  }
};

EventFile::EventFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
EventFile::~EventFile() = default;
EventFile::EventFile(EventFile&&) noexcept = default;
EventFile& EventFile::operator=(EventFile&&) noexcept = default;

Result<EventFile> EventFile::open(const std::string& path) {
  auto state = std::make_unique<State>();
  errno = 0;
  state->file = open_gz(path);
  if (!state->file) return Error{errno == 0 ? "no memory is left" : std::strerror(errno), path};
  gzbuffer(state->file.get(), kPiece);
  return EventFile(std::move(state));
}

std::optional<EventRecord> EventFile::next() {
  for (;;) {
    if (auto record = state_->records.next()) return record;
    if (state_->has_ended) return std::nullopt;
    state_->read();
  }
}

const std::string& EventFile::trouble() const { return state_->trouble; }

}  // namespace rulemap::sigma
