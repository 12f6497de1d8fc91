// Measures what the project promises about speed and memory, and prints one table. A figure is the
// ratio of measurements that were taken in turns, several of each, since machines vary and are
// rarely idle; nothing is asserted.
//
//   passkey-audit-bench build/release/passkey-audit
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/graph/build_graph.hpp"
#include "passkey_audit/graph/cut_sets.hpp"
#include "passkey_audit/graph/lanes.hpp"
#include "passkey_audit/graph/probability.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace {

using namespace passkey_audit;
using Clock = std::chrono::steady_clock;

constexpr Date today{20'779};  // 2026-11-22

struct Usage {
  double seconds = 0;
  double peak_mebibytes = 0;
  int status = 0;  // as wait(2) tells it
};

// Of this process alone: what else the machine does counts little.
double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double peak_mebibytes_of(pid_t child, int& status) {
  rusage resources{};
  ::wait4(child, &status, 0, &resources);
  return static_cast<double>(resources.ru_maxrss) / 1024;
}

// Runs the work in a child, so that the peak of its memory is its own. The work returns the
// processor time that counts.
Usage measure(const std::function<double()>& work) {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) {
    const double seconds = work();
    [[maybe_unused]] const auto written = ::write(ends[1], &seconds, sizeof seconds);
    ::_exit(0);
  }
  ::close(ends[1]);
  Usage usage;
  [[maybe_unused]] const auto got = ::read(ends[0], &usage.seconds, sizeof usage.seconds);
  ::close(ends[0]);
  usage.peak_mebibytes = peak_mebibytes_of(child, usage.status);
  return usage;
}

// By time.
Usage median(std::vector<Usage> usages) {
  const auto middle = usages.begin() + static_cast<std::ptrdiff_t>(usages.size() / 2);
  std::ranges::nth_element(usages, middle, {}, &Usage::seconds);
  return *middle;
}

double fastest(const std::vector<Usage>& usages) {
  return std::ranges::min(usages, {}, &Usage::seconds).seconds;
}

// "2.9 ms / 1.9 ms = 1.53 (median 1.61, 1.2 to 2.4)": of the fastest runs, since whatever else the
// machine does only adds; then of pairs that ran one behind the other.
std::string ratio_of_times(const std::vector<Usage>& usages, const std::vector<Usage>& bases) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < usages.size(); ++i) {
    ratios.push_back(usages[i].seconds / bases[i].seconds);
  }
  std::ranges::sort(ratios);
  const double ours = fastest(usages), theirs = fastest(bases);
  return fmt::format("{:.4g} ms / {:.4g} ms = {:.2f} (median {:.2f}, {:.2f} to {:.2f})", ours * 1e3,
                     theirs * 1e3, ours / theirs, ratios[ratios.size() / 2], ratios.front(),
                     ratios.back());
}

void row(std::string_view what, std::string_view figure, std::string_view wanted) {
  fmt::print("{:<72} {:>54}   {}\n", what, figure, wanted);
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

std::string secrets_of(int secrets) {
  std::string text;
  for (int i = 0; i < secrets; ++i) {
    text += fmt::format(R"({}"s{}": {{"type": "secret", "stored_in": ["memory"]}})",
                        i == 0 ? "" : ", ", i);
  }
  return text;
}

// Accounts that recover each other in loops, over a given number of losses. Steps of different
// length, so that no account names itself and none names one thing twice.
std::string looped_inventory(int accounts, int secrets) {
  std::string text = fmt::format(R"({{"version": 1, "authenticators": {{{}}}, "accounts": {{)",
                                 secrets_of(secrets));
  const auto secret = [secrets](int i, int step) {
    return (i + 1 + i * step % (secrets - 1)) % secrets;
  };
  for (int i = 0; i < accounts; ++i) {
    const int near = 1 + i * 31 % (accounts / 2 - 1), far = accounts / 2 + i * 17 % (accounts / 2);
    text +=
        fmt::format(R"({0}"a{1}": {{"other_sign_in": [{{"all": ["s{2}", "s{3}"]}}], )"
                    R"("recovery": [{{"all": ["s{4}", "a{5}"]}}, {{"all": ["s{6}", "a{7}"]}}]}})",
                    i == 0 ? "" : ",\n", i, i % secrets, secret(i, 7), secret(i, 5),
                    (i + near) % accounts, secret(i, 11), (i + far) % accounts);
  }
  return text + "}}";
}

// Accounts without loops: each has two to four ways in, of one to three things each, secrets and
// accounts before it. As an inventory, and as fault trees for SCRAM.
class Tree {
 public:
  Tree(int accounts, int secrets) : secrets_(secrets) {
    std::mt19937_64 engine(5);
    const auto below = [&](int count) {
      return static_cast<int>(engine() % static_cast<std::uint64_t>(count));
    };
    for (int i = 0; i < accounts; ++i) {
      std::set<Way> ways;
      for (int count = 2 + below(3); count > 0; --count) {
        Way way;
        for (int parts = 1 + below(3); parts > 0; --parts) {
          way.insert(i == 0 || below(2) == 0 ? fmt::format("s{}", below(secrets))
                                             : fmt::format("a{}", below(i)));
        }
        ways.insert(way);
      }
      accounts_.push_back(ways);
    }
  }

  std::string inventory() const {
    std::string text;
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      std::string ways;
      for (const Way& way : accounts_[i]) {
        ways += fmt::format(R"({}{{"all": ["{}"]}})", ways.empty() ? "" : ", ",
                            fmt::join(way, R"(", ")"));
      }
      text += fmt::format(R"({}"a{}": {{"other_sign_in": [{}]}})", i == 0 ? "" : ",\n", i, ways);
    }
    return fmt::format(R"({{"version": 1, "authenticators": {{{}}}, "accounts": {{{}}}}})",
                       secrets_of(secrets_), text);
  }

  // An account is lost when each way is, a way when one of its parts is. What no other gate names
  // is a top event, so each account has one above it.
  std::string fault_trees() const {
    std::string text = "<opsa-mef><define-fault-tree name=\"accounts\">\n";
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      std::vector<std::string> ways;
      for (const Way& way : accounts_[i]) {
        std::vector<std::string> parts;
        for (const std::string& part : way) {
          const bool is_account = part.front() == 'a';
          parts.push_back(
              fmt::format(R"(<{} name="{}"/>)", is_account ? "gate" : "basic-event", part));
        }
        ways.push_back(gate("or", parts));
      }
      text += fmt::format(
          "<define-gate name=\"a{0}\">{1}</define-gate>\n<define-gate name=\"top{0}\"><and>"
          "<gate name=\"a{0}\"/><house-event name=\"always\"/></and></define-gate>\n",
          i, gate("and", ways));
    }
    text +=
        "</define-fault-tree><model-data><define-house-event name=\"always\">"
        "<constant value=\"true\"/></define-house-event>\n";
    for (int i = 0; i < secrets_; ++i) {
      text += fmt::format(
          "<define-basic-event name=\"s{}\"><float value=\"0.1\"/></define-basic-event>\n", i);
    }
    return text + "</model-data></opsa-mef>\n";
  }

 private:
  using Way = std::set<std::string>;

  static std::string gate(std::string_view kind, const std::vector<std::string>& terms) {
    const std::string all = fmt::format("{}", fmt::join(terms, ""));
    return terms.size() == 1 ? all : fmt::format("<{0}>{1}</{0}>", kind, all);
  }

  int secrets_;
  std::vector<std::set<Way>> accounts_;
};

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

double tokenise_in_memory(const std::string& bytes) {
  const double begin = processor_seconds();
  NoEvents events;
  if (!nlohmann::json::sax_parse(bytes, &events)) std::abort();
  return processor_seconds() - begin;
}

std::string bytes_of(const std::string& path) {
  std::string bytes(std::filesystem::file_size(path), '\0');
  std::ifstream(path, std::ios::binary)
      .read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

// The quickest way to take a file to the tokeniser: whole.
double tokenise(const std::string& path) {
  const double begin = processor_seconds();
  tokenise_in_memory(bytes_of(path));
  return processor_seconds() - begin;
}

double read(const std::string& path) {
  const double begin = processor_seconds();
  const ReadInventory read =
      read_inventory(path, {.today = today, .bytes_max = UINT64_C(1) << 40U});
  if (!read.usable()) std::abort();
  return processor_seconds() - begin;
}

double read_in_memory(const std::string& bytes) {
  const double begin = processor_seconds();
  const ReadInventory read =
      read_inventory_text(bytes, "bench.json", {.today = today, .bytes_max = UINT64_C(1) << 40U});
  if (!read.usable()) std::abort();
  return processor_seconds() - begin;
}

void measure_reading(const std::string& folder, int accounts) {
  const std::string path = folder + "/large.json";
  write_large_inventory(path, accounts);
  const double mebibytes = static_cast<double>(std::filesystem::file_size(path)) / (1 << 20);

  std::vector<Usage> tokenisings;
  std::vector<Usage> readings;
  std::vector<Usage> tokenisings_in_memory;
  std::vector<Usage> readings_in_memory;
  for (int i = 0; i < 11; ++i) {
    tokenisings.push_back(measure([&] { return tokenise(path); }));
    readings.push_back(measure([&] { return read(path); }));
    tokenisings_in_memory.push_back(measure([&] { return tokenise_in_memory(bytes_of(path)); }));
    readings_in_memory.push_back(measure([&] { return read_in_memory(bytes_of(path)); }));
  }
  const std::string what = fmt::format("read {} accounts ({:.0f} MiB)", accounts, mebibytes);
  const auto time_row = [&](std::string_view from, const std::vector<Usage>& ours,
                            const std::vector<Usage>& theirs) {
    row(fmt::format("{} from {}: time / bare SAX tokeniser", what, from),
        ratio_of_times(ours, theirs), "at most 2");
  };
  time_row("a file", readings, tokenisings);
  time_row("memory", readings_in_memory, tokenisings_in_memory);
  row(what + ": memory / file",
      fmt::format("{:.0f} MiB / {:.0f} MiB = {:.2f}", median(readings).peak_mebibytes, mebibytes,
                  median(readings).peak_mebibytes / mebibytes),
      "at most 1.5");
}

constexpr std::size_t row_words = 5;  // of a bit for each of 299 losses

// What the machine takes to look once at a row of this many words for each part of each
// alternative, and at nothing else. No closure of single losses can do with less, so that it tells
// what growth is the machine's, whose memory is slower the more of it is in use.
double seconds_to_walk(const AccessGraph& graph, std::size_t words) {
  const std::vector<std::uint64_t> rows(graph.nodes().size() * words, 1);
  std::vector<std::uint64_t> seen(words);
  const auto begin = Clock::now();
  for (std::uint32_t node = 0; node < graph.nodes().size(); ++node) {
    for (std::uint32_t i = graph.first_alternative({node}); i < graph.end_alternative({node});
         ++i) {
      for (const NodeId part : graph.parts(graph.alternatives()[i])) {
        for (std::size_t word = 0; word < words; ++word) {
          seen[word] += rows[part.index * words + word];
        }
      }
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (seen[0] == 0) std::abort();
  return seconds;
}

void measure_closure(int accounts, int secrets) {
  const std::string text = looped_inventory(accounts, secrets);
  const Catalog none;
  const ReadInventory read = read_inventory_text(text, "bench.json", {.today = today});
  if (!read.usable()) std::abort();
  const AccessGraph graph = build_graph(read.inventory, none, today);
  const std::vector<LossId> losses = graph.losses().candidates();
  std::vector<LossId> secrets_only;
  for (const LossId loss : losses) {
    if (graph.losses()[loss].kind == LossKind::secret) secrets_only.push_back(loss);
  }
  double best = 1e9, walk = 1e9;
  for (int i = 0; i < 5; ++i) {
    const auto begin = Clock::now();
    const Closure unharmed = least_closure(graph, {}, Patience::eventual());
    const LaneClosure closure =
        lane_closure(graph, secrets_only, Patience::eventual(), unharmed.order);
    if (closure.words() == 0) std::abort();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
    walk = std::min(walk, seconds_to_walk(graph, row_words));
  }
  row(fmt::format("{} looped accounts, {} losses: closures of all single losses", accounts,
                  secrets_only.size()),
      fmt::format("{:.2f} ms, {:.0f} ns an account, {:.1f} walks", best * 1e3,
                  best * 1e9 / accounts, best / walk),
      accounts == 10'000 ? "prototype: 1.7 ms" : "growth");
}

void measure_cut_sets(int accounts, int secrets, std::size_t max_order) {
  const std::string text = looped_inventory(accounts, secrets);
  const Catalog none;
  const ReadInventory read = read_inventory_text(text, "bench.json", {.today = today});
  if (!read.usable()) std::abort();
  const AccessGraph graph = build_graph(read.inventory, none, today);
  std::vector<double> seconds;
  std::size_t sets = 0;
  for (int i = 0; i < 5; ++i) {
    const double begin = processor_seconds();
    const CutSets found =
        find_cut_sets(read.inventory, graph, {.kinds = {LossKind::secret}, .max_order = max_order});
    seconds.push_back(processor_seconds() - begin);
    if (found.max_order != max_order) std::abort();
    sets = 0;
    for (std::uint32_t account = 0; account < graph.account_count(); ++account) {
      for (std::size_t order = 1; order <= max_order; ++order) sets += found.count(account, order);
    }
  }
  std::ranges::sort(seconds);
  const bool is_promised = accounts == 10'000 && max_order == 3;
  const double walk = seconds_to_walk(graph, row_words);
  row(fmt::format("{} looped accounts, {} losses: {} cut sets to order {}", accounts, secrets, sets,
                  max_order),
      fmt::format("{:.1f} ms, {:.2f} us an account, {:.0f} walks", seconds[2] * 1e3,
                  seconds[2] * 1e6 / accounts, seconds[2] / walk),
      is_promised ? "at most 200 ms" : "growth");
}

void measure_probabilities(std::string_view what, const std::string& text) {
  const Catalog none;
  const ReadInventory read = read_inventory_text(text, "bench.json", {.today = today});
  if (!read.usable()) std::abort();
  const AccessGraph graph = build_graph(read.inventory, none, today);
  Policy policy;
  policy.probabilities = {{"secret", 0.02}};
  const YearlyFigures figures(policy, graph.losses());
  std::vector<double> seconds;
  std::size_t exact = 0;
  for (int i = 0; i < 5; ++i) {
    const double begin = processor_seconds();
    const auto found =
        find_probabilities(read.inventory, graph, figures, {.kinds = {}, .accounts = {}});
    seconds.push_back(processor_seconds() - begin);
    exact = static_cast<std::size_t>(
        std::ranges::count_if(found, [](const auto& one) { return one && one->is_exact(); }));
  }
  std::ranges::sort(seconds);
  row(fmt::format("{}: probabilities, {} of {} exact", what, exact, graph.account_count()),
      fmt::format("{:.1f} ms", seconds[2] * 1e3), "");
}

// A whole process, from its start to its end as a user waits for it.
Usage run_program(const std::vector<std::string>& arguments) {
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
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  Usage usage;
  usage.peak_mebibytes = peak_mebibytes_of(child, usage.status);
  usage.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return usage;
}

void measure_household(const std::string& folder, const std::string& program) {
  const std::string path = folder + "/household.json";
  std::ofstream(path) << household(40);
  std::vector<Usage> versions;
  std::vector<Usage> audits;
  for (int i = 0; i < 201; ++i) {
    versions.push_back(run_program({program, "--version"}));
    audits.push_back(run_program({program, path, "--today", "2026-11-22"}));
  }
  row("household of 40 accounts, whole process / --version", ratio_of_times(audits, versions),
      "at most 1.5");
  row("household of 40 accounts: memory", fmt::format("{:.0f} MiB", median(audits).peak_mebibytes),
      "under 64 MiB");
}

// Both search every account for what locks it out, from a file to a report.
void measure_against_scram(const std::string& folder, const std::string& program) {
  const std::string what = "1000 accounts, 19 losses: cut sets to order 3, whole process";
  if (std::system("scram --version >/dev/null 2>&1") != 0) {
    row(what, "scram is not installed", "at least 50 times faster");
    return;
  }
  const Tree tree(1'000, 19);
  const std::string inventory = folder + "/tree.json", model = folder + "/tree.xml";
  std::ofstream(inventory) << tree.inventory();
  std::ofstream(model) << tree.fault_trees();
  std::vector<Usage> theirs;
  std::vector<Usage> ours;
  for (int i = 0; i < 5; ++i) {
    theirs.push_back(run_program({"scram", "-l", "3", model}));
    ours.push_back(run_program({program, "cut-sets", inventory, "--max-order", "3", "--kinds",
                                "secret", "--limit", "1000000", "--format", "json"}));
  }
  row(what + ": scram / ours", ratio_of_times(theirs, ours), "at least 50");
}

}  // namespace

int main(int argc, char** argv) {
  char folder[] = "/tmp/passkey-audit-bench-XXXXXX";
  if (::mkdtemp(folder) == nullptr) return 4;
  if (argc > 1 && run_program({argv[1], "--version"}).status != 0) {
    fmt::print(stderr, "no program to measure: {}\n", argv[1]);
    return 4;
  }
  if (argc > 1) measure_household(folder, argv[1]);
  if (argc > 1) measure_against_scram(folder, argv[1]);
  // Before this process grows: its children begin with its memory.
  for (const int accounts : {100'000, 1'000'000}) measure_reading(folder, accounts);
  for (const int accounts : {1'000, 10'000, 100'000, 1'000'000}) measure_closure(accounts, 299);
  for (const int accounts : {1'000, 10'000, 100'000, 1'000'000}) measure_cut_sets(accounts, 299, 3);
  measure_cut_sets(10'000, 299, 4);
  measure_probabilities("1000 accounts without loops, 19 losses", Tree(1'000, 19).inventory());
  measure_probabilities("1000 looped accounts, 29 losses", looped_inventory(1'000, 29));
  measure_probabilities("1000 looped accounts, 299 losses", looped_inventory(1'000, 299));
  std::filesystem::remove_all(folder);
  return 0;
}
