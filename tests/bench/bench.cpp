// Measures what the project promises about speed and memory, and prints one table. Each figure is a
// ratio of two measurements of the same run, since machines vary; nothing is asserted.
//
//   passkey-audit-bench build/release/passkey-audit
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/graph/build_graph.hpp"
#include "passkey_audit/graph/lanes.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace {

using namespace passkey_audit;
using Clock = std::chrono::steady_clock;

constexpr Date today{20'779};  // 2026-11-22

struct Usage {
  double seconds = 0;
  double peak_mebibytes = 0;
};

// Runs the work in a child, so that the peak of its memory is its own. The child tells the time of
// the work alone.
Usage measure(const std::function<void()>& work) {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) {
    const auto begin = Clock::now();
    work();
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    [[maybe_unused]] const auto written = ::write(ends[1], &seconds, sizeof seconds);
    ::_exit(0);
  }
  ::close(ends[1]);
  Usage usage;
  [[maybe_unused]] const auto got = ::read(ends[0], &usage.seconds, sizeof usage.seconds);
  ::close(ends[0]);
  rusage resources{};
  int status = 0;
  ::wait4(child, &status, 0, &resources);
  usage.peak_mebibytes = static_cast<double>(resources.ru_maxrss) / 1024;
  return usage;
}

Usage best_of(int runs, const std::function<void()>& work) {
  Usage best = measure(work);
  for (int i = 1; i < runs; ++i) {
    const Usage next = measure(work);
    if (next.seconds < best.seconds) best = next;
  }
  return best;
}

void row(std::string_view what, std::string_view figure, std::string_view wanted) {
  fmt::print("{:<58} {:>26}   {}\n", what, figure, wanted);
}

// ---- inventories

// An inventory as an administrator might generate it: about 300 bytes for each account.
void write_large_inventory(const std::string& path, int accounts) {
  std::ofstream out(path, std::ios::binary);
  out << R"({
  "version": 1,
  "reviewed_on": "2026-10-01",
  "places": {"home": {}, "office": {}},
  "devices": {
    "phone": {"type": "phone", "platform": "ios"},
    "laptop": {"type": "laptop", "platform": "macos", "place": "home"}
  },
  "authenticators": {
    "vault": {"type": "vault", "account": "mail", "devices": ["phone", "laptop"]},
    "key-a": {"type": "security-key", "place": "carried"},
    "key-b": {"type": "security-key", "place": "office", "spare_of": "key-a"},
    "number": {"type": "phone-number", "sim_in": "phone"}
  },
  "accounts": {
    "mail": {"service": "mail.example", "passkeys": ["key-a", "key-b"], "password": ["memory"]})";
  for (int i = 0; i < accounts; ++i) {
    out << fmt::format(
        R"(,
    "account-{0:07}": {{
      "name": "Account number {0:07}", "service": "service-{0:07}.example", "importance": "high",
      "passkeys": ["vault", "key-b"], "password": ["vault"], "second_factors": ["number", "key-a"],
      "codes": ["home"], "recovery": ["mail"], "tested_on": "2026-05-01"
    }})",
        i);
  }
  out << "\n  }\n}\n";
}

// Accounts that recover each other in loops, over a given number of losses.
std::string looped_inventory(int accounts, int secrets) {
  std::string text = R"({"version": 1, "authenticators": {)";
  for (int i = 0; i < secrets; ++i) {
    text += fmt::format(R"({}"s{}": {{"type": "secret", "stored_in": ["memory"]}})",
                        i == 0 ? "" : ", ", i);
  }
  text += R"(}, "accounts": {)";
  for (int i = 0; i < accounts; ++i) {
    text += fmt::format(
        R"({0}"a{1}": {{"other_sign_in": [{{"all": ["s{2}", "s{3}"]}}], "recovery": ["a{4}", "a{5}"]}})",
        i == 0 ? "" : ",\n", i, i % secrets, (i * 7 + 1) % secrets, (i * 31 + 7) % accounts,
        (i * 17 + 3) % accounts);
  }
  return text + "}}";
}

std::string household(int accounts) {
  std::string text = R"({"version": 1, "reviewed_on": "2026-10-01", "devices": {
    "phone": {"type": "phone", "platform": "ios"}, "laptop": {"type": "laptop", "place": "home"}},
    "places": {"home": {}, "office": {}}, "authenticators": {
    "vault": {"type": "vault", "provider": "bitwarden", "account": "mail", "devices": ["phone", "laptop"]},
    "key": {"type": "security-key", "place": "office"}}, "accounts": {
    "mail": {"service": "google.com", "importance": "critical", "passkeys": ["key"], "password": ["memory"], "codes": ["home"]})";
  for (int i = 1; i < accounts; ++i) {
    text += fmt::format(
        R"(, "shop{}": {{"service": "shop{}.example", "passkeys": ["vault"], "password": ["vault"], "recovery": ["mail"]}})",
        i, i);
  }
  return text + "}}";
}

// ---- measurements

struct NoEvents final : nlohmann::json_sax<nlohmann::json> {
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }
};

void measure_reading(const std::string& folder, int accounts) {
  const std::string path = folder + "/large.json";
  write_large_inventory(path, accounts);
  const double mebibytes = static_cast<double>(std::filesystem::file_size(path)) / (1 << 20);

  const Usage tokeniser = best_of(3, [&] {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    NoEvents events;
    const auto begin = Clock::now();
    nlohmann::json::sax_parse(bytes, &events);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    std::ofstream(folder + "/tokeniser") << seconds;
  });
  double tokeniser_seconds = tokeniser.seconds;
  std::ifstream(folder + "/tokeniser") >> tokeniser_seconds;

  const Usage reader = best_of(3, [&] {
    const ReadInventory read =
        read_inventory(path, {.today = today, .bytes_max = UINT64_C(1) << 40U});
    if (!read.usable()) std::abort();
  });
  const std::string what = fmt::format("read {} accounts ({:.0f} MiB)", accounts, mebibytes);
  row(what + ": time / bare SAX tokeniser",
      fmt::format("{:.2f} s / {:.2f} s = {:.2f}", reader.seconds, tokeniser_seconds,
                  reader.seconds / tokeniser_seconds),
      "at most 2");
  row(what + ": memory / file",
      fmt::format("{:.0f} MiB / {:.0f} MiB = {:.2f}", reader.peak_mebibytes, mebibytes,
                  reader.peak_mebibytes / mebibytes),
      "at most 1.5");
}

void measure_closure(int accounts, int secrets) {
  const std::string text = looped_inventory(accounts, secrets);
  const Catalog none;
  const ReadInventory read = read_inventory_text(text, "bench.json", {.today = today});
  const AccessGraph graph = build_graph(read.inventory, none, today);
  const std::vector<LossId> losses = graph.losses().candidates();
  std::vector<LossId> secrets_only;
  for (const LossId loss : losses) {
    if (graph.losses()[loss].kind == LossKind::secret) secrets_only.push_back(loss);
  }
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto begin = Clock::now();
    const LaneClosure closure = lane_closure(graph, secrets_only, Patience::eventual());
    if (closure.words() == 0) std::abort();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  row(fmt::format("{} looped accounts, {} losses: closures of all single losses", accounts,
                  secrets_only.size()),
      fmt::format("{:.2f} ms, {:.0f} ns an account", best * 1e3, best * 1e9 / accounts),
      accounts == 10'000 ? "prototype: 1.7 ms" : "growth");
}

double run_program(const std::vector<std::string>& arguments, int runs) {
  std::vector<double> seconds;
  for (int i = 0; i < runs; ++i) {
    const auto begin = Clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
      const int null = ::open("/dev/null", O_WRONLY);
      ::dup2(null, 1);
      ::dup2(null, 2);
      std::vector<char*> argv;
      for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    seconds.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
  }
  std::ranges::nth_element(seconds, seconds.begin() + runs / 2);
  return seconds[static_cast<std::size_t>(runs) / 2];
}

void measure_household(const std::string& folder, const std::string& program) {
  const std::string path = folder + "/household.json";
  std::ofstream(path) << household(40);
  constexpr int runs = 201;
  const double version = run_program({program, "--version"}, runs);
  const double audit = run_program({program, path, "--today", "2026-11-22"}, runs);
  row("household of 40 accounts, whole process / --version",
      fmt::format("{:.2f} ms / {:.2f} ms = {:.2f}", audit * 1e3, version * 1e3, audit / version),
      "at most 1.5");
}

}  // namespace

int main(int argc, char** argv) {
  char folder[] = "/tmp/passkey-audit-bench-XXXXXX";
  if (::mkdtemp(folder) == nullptr) return 4;
  if (argc > 1) measure_household(folder, argv[1]);
  for (const int accounts : {1'000, 10'000, 100'000}) measure_closure(accounts, 299);
  measure_reading(folder, 100'000);
  measure_reading(folder, 1'000'000);
  std::filesystem::remove_all(folder);
  return 0;
}
