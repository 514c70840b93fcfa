// The parent's side: one child process, one call at a time; while a call is under way the services
// that it asks for are served here.
#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <memory>
#include <mutex>

#include "channel.h"
#include "rulemap/abi/host.h"
#include "serve.h"
#include "wire.h"

namespace rulemap::isolate {

struct RoomSettings {
  std::string program;                         // child_main.cc
  std::string plugin;                          // the .so
  std::chrono::milliseconds deadline{30'000};  // of a call, services included
};

struct Answer {
  rulemap_status status = RULEMAP_FAILED;
  Error error{"", ""};
  std::string message;  // what was said begins at `said`
  std::size_t said = 0;
};

class Room {
 public:
  Room(RoomSettings settings, std::string kind, std::string id)
      : settings_(std::move(settings)), kind_(std::move(kind)), id_(std::move(id)) {}
  ~Room() { end(); }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  // host: offers the services; kept until the next call that brings one.
  Answer call(Out& question, const rulemap_host* host = nullptr) {
    const std::lock_guard lock(mutex_);
    if (host) host_ = host;
    if (!problem_.empty()) return failed(problem_);
    ++calls_;
    if (!channel_ && !begin()) return failed("could not be started");
    const auto until = Channel::Deadline::clock::now() + settings_.deadline;
    auto sent = channel_->send(question.bytes(), until);
    while (sent.ok()) {
      auto message = channel_->receive(until);
      if (!message.ok()) return failed(why(message.error()));
      In in(*message);
      const auto word = in.word<Word>();
      if (word == Word::answer) return answer(std::move(*message));
      Out reply;
      reply.word(Word::reply);
      if (!serve(word, in, *host_, reply) || !in.ok()) return failed(Channel::kGarbage);
      sent = channel_->send(reply.bytes(), until);
      ::explicit_bzero(reply.bytes().data(), reply.bytes().size());
    }
    return failed(why(sent.error()));
  }
  // What the child sent cannot be read, or is no answer to the call.
  Answer garbage() {
    const std::lock_guard lock(mutex_);
    return failed(Channel::kGarbage);
  }
  std::uint64_t calls() const { return calls_; }

 private:
  bool begin() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
    channel_ = std::make_unique<Channel>(ends[0]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 3);
    posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    std::array<char*, 5> arguments{settings_.program.data(), settings_.plugin.data(), kind_.data(),
                                   id_.data(), nullptr};
    // An empty environment: keys often stand in the parent's.
    char* environment[] = {nullptr};
    const int spawned = ::posix_spawn(&pid_, settings_.program.c_str(), &actions, nullptr,
                                      arguments.data(), environment);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (spawned != 0) pid_ = -1;
    return spawned == 0;
  }
  // The number of the signal that it died of, or 0.
  int end() {
    channel_.reset();
    if (pid_ <= 0) return 0;
    int status = 0;
    // Its end of the channel is closed: a child that is well ends by itself.
    for (int i = 0; i < 50 && ::waitpid(pid_, &status, WNOHANG) == 0; ++i) ::usleep(2000);
    if (::waitpid(pid_, &status, WNOHANG) == 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, &status, 0);
    }
    pid_ = -1;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }
  std::string why(const Error& error) {
    if (error.message == Channel::kLate) {
      return "did not answer within " + std::to_string(settings_.deadline.count()) + " ms";
    }
    if (error.message != Channel::kEnded) return error.message;
    const int signal = end();
    return signal ? "ended by signal " + std::to_string(signal) : "ended";
  }
  Answer failed(std::string problem) {
    problem_ = std::move(problem);
    end();
    return {RULEMAP_FAILED, {"the process of " + kind_ + " `" + id_ + "` " + problem_, ""}, "", 0};
  }
  Answer answer(std::string message) {
    In in(message);
    (void)in.number();
    const auto status = static_cast<rulemap_status>(in.number());
    Error error{std::string(in.text()), ""};
    error.where = in.text();
    if (!in.ok()) return failed(Channel::kGarbage);
    const std::size_t said = 4 * sizeof(std::uint64_t) + error.message.size() + error.where.size();
    return {status, std::move(error), std::move(message), said};
  }

  RoomSettings settings_;
  std::string kind_, id_;
  std::mutex mutex_;
  const rulemap_host* host_ = nullptr;
  std::unique_ptr<Channel> channel_;
  pid_t pid_ = -1;
  std::uint64_t calls_ = 0;
  std::string problem_;  // it is gone, and why
};

}  // namespace rulemap::isolate
