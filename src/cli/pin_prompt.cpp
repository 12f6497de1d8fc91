#include "pin_prompt.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "passkey_audit/support/write_all.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t bytes_max = 255;  // more than any PIN has, so that one too long is seen
constexpr char ctrl_c = 3, ctrl_d = 4, ctrl_h = 8, ctrl_u = 21, rubout = 127;

// The terminal without echo, key by key, as long as the object lives. Signals wait until it is as
// it was before, so that no shell is left without echo.
class SilentTerminal {
 public:
  SilentTerminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
    if (descriptor_ < 0 || ::tcgetattr(descriptor_, &before_) != 0) return;
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int one : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) ::sigaddset(&signals, one);
    ::sigprocmask(SIG_BLOCK, &signals, &signals_before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    is_silent_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
    if (!is_silent_) ::sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
  }
  ~SilentTerminal() {
    if (is_silent_) {
      ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
      ::sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
    }
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  bool is_silent() const { return is_silent_; }
  void show(std::string_view text) const { (void)write_all(descriptor_, text); }
  // False: the terminal is gone.
  bool read(char& key) const {
    ssize_t count = 0;
    do count = ::read(descriptor_, &key, 1);
    while (count < 0 && errno == EINTR);
    return count == 1;
  }

 private:
  int descriptor_;
  termios before_{};
  sigset_t signals_before_{};
  bool is_silent_ = false;
};

// What was typed so far. It never moves, so that there is one place to wipe.
class Line {
 public:
  void add(char key) {
    if (size_ < bytes_max) bytes_.room()[size_++] = key;
  }
  // A whole character of UTF-8.
  void take_one_back() {
    while (size_ > 0 && (static_cast<unsigned char>(bytes_.room()[size_ - 1]) & 0xC0U) == 0x80)
      drop();
    if (size_ > 0) drop();
  }
  void clear() {
    while (size_ > 0) drop();
  }
  SecretBytes take() {
    bytes_.filled(size_);
    return std::move(bytes_);
  }

 private:
  void drop() { bytes_.room()[--size_] = '\0'; }

  SecretBytes bytes_{bytes_max + 1};
  std::size_t size_ = 0;
};

}  // namespace

Expected<SecretBytes> ask_pin(const std::string& prompt) {
  const SilentTerminal terminal;
  if (!terminal.is_silent()) {
    return Unexpected(std::string("there is no terminal to type the PIN at"));
  }
  terminal.show(prompt);
  Line line;
  for (char key = 0; terminal.read(key) && key != ctrl_c && key != ctrl_d;) {
    if (key == '\n' || key == '\r') {
      terminal.show("\n");
      return line.take();
    }
    if (key == ctrl_h || key == rubout) {
      line.take_one_back();
    } else if (key == ctrl_u) {
      line.clear();
    } else {
      line.add(key);
    }
  }
  terminal.show("\n");
  return Unexpected(std::string("no PIN was given; nothing was sent to the key"));
}

}  // namespace passkey_audit
