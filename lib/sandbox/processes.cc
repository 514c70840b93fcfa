#include "processes.h"

#include <algorithm>
#include <cctype>
#include <deque>
#include <map>

namespace rulemap::sandbox {
namespace {

struct Process {
  Command command;
  std::string id;
  const Process* parent = nullptr;
};

std::string folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// By what a program is called in a path and in a command line: "cmd.exe" and "cmd" are one.
std::string program_name(std::string_view image) {
  std::string out = folded(file_name(image));
  if (out.ends_with(".exe")) out.resize(out.size() - 4);
  return out;
}

class Processes {
 public:
  explicit Processes(EventList& out) : out_(out) {}

  void read_tree(Doc list, const Process* parent, std::size_t depth) {
    if (!list.is_list()) return;
    if (depth > out_.limits().depth) return out_.leave_out();
    for (const Doc each : list) {
      const auto name = each.text("name");
      if (!name || all_.size() >= out_.limits().events) {
        out_.leave_out();
        continue;
      }
      all_.push_back(
          {command_of(*name), std::string(each.text("process_id").value_or("")), parent});
      read_tree(each["children"], &all_.back(), depth + 1);
    }
  }
  // A line of a list belongs to the first process of the tree that has none and the same program;
  // else it is a process of its own. A path alone says nothing new of a program that is there.
  void read_list(Doc list) {
    out_.each_text(list, [&](std::string_view text) {
      Command command = command_of(text);
      if (command.image.empty()) return;
      const std::string name = program_name(command.image);
      const auto is_it = [&](const Process& each) {
        if (program_name(each.command.image) != name) return false;
        return command.line.empty() || each.command.line.empty() ||
               each.command.arguments == command.arguments;
      };
      const auto found = std::find_if(all_.begin(), all_.end(), is_it);
      if (found == all_.end()) {
        if (all_.size() >= out_.limits().events) return out_.leave_out();
        all_.push_back({std::move(command), "", nullptr});
      } else {
        complete(found->command, std::move(command));
      }
    });
  }
  void write() {
    for (const Process& each : all_) {
      const Command* parent = each.parent ? &each.parent->command : nullptr;
      out_.add("process_creation", {{"Image", each.command.image},
                                    {"CommandLine", each.command.line},
                                    {"ParentImage", parent ? parent->image : ""},
                                    {"ParentCommandLine", parent ? parent->line : ""},
                                    {"ProcessId", each.id}});
    }
  }

 private:
  // The longer image is the whole path, and its line the one that was executed.
  static void complete(Command& known, Command more) {
    const bool is_fuller = more.image.size() > known.image.size();
    if (!more.line.empty() && (known.line.empty() || is_fuller)) {
      known.line = std::move(more.line);
      known.arguments = std::move(more.arguments);
    }
    if (is_fuller) known.image = std::move(more.image);
  }

  EventList& out_;
  std::deque<Process> all_;  // parents are pointed to
};

}  // namespace

void read_processes(Doc attributes, EventList& out) {
  Processes processes(out);
  processes.read_tree(attributes["processes_tree"], nullptr, 0);
  processes.read_list(attributes["command_executions"]);
  processes.read_list(attributes["processes_created"]);
  processes.write();
}

}  // namespace rulemap::sandbox
