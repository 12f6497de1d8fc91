// Minimal access sets: published answers, another way of computing them, and what counts as having.
#include "passkey_audit/graph/exposure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <random>
#include <set>

#include "catch.hpp"
#include "notation.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "published_graphs.hpp"

namespace passkey_audit {
namespace {

using Texts = std::vector<std::string>;

const Date today = *parse_date("2026-11-22");

// "secret:a+secret:b account:c": what opens the account.
std::string access_sets(std::string_view inventory, std::string_view account,
                        ExposureOptions options = {.order_max = 3}) {
  const ReadInventory read = read_inventory_text(inventory, "test.json", {.today = today});
  std::string problems;
  for (const Problem& problem : read.problems) problems += problem.message + "\n";
  INFO(problems << inventory);
  REQUIRE(read.usable());
  const Exposure exposure = find_exposure(read.inventory, embedded_catalog(), today, options);
  const ThingId thing = read.inventory.things.find(account);
  REQUIRE(read.inventory.account(thing) != nullptr);
  Texts sets;
  for (const LossSet& set : exposure.access_sets[read.inventory.things[thing].index]) {
    Texts means;
    for (const LossId loss : set) means.push_back(exposure.graph.losses()[loss].text);
    sets.push_back(fmt::format("{}", fmt::join(means, "+")));
  }
  return fmt::format("{}", fmt::join(sets, " "));
}

// Secrets only, and without the word before each.
std::string secrets_to(std::string_view line, std::string_view account) {
  Texts kept;
  for (std::string set :
       notation::split(access_sets(notation::inventory_of(line), account, {.order_max = 4}), ' ')) {
    if (set.find("account:") != std::string::npos) continue;
    for (std::size_t at = 0; (at = set.find("secret:", at)) != std::string::npos;) set.erase(at, 7);
    kept.push_back(set);
  }
  return fmt::format("{}", fmt::join(kept, " "));
}

// ---- another way: try every set of means on the line itself

struct Way {
  Texts parts;
  std::string to;
};

std::vector<Way> ways_of(std::string_view line) {
  std::vector<Way> ways;
  for (const std::string& arrow : notation::split(line, ' ')) {
    const Texts sides = notation::split(arrow, '>');
    ways.push_back({notation::split(sides[0], '+'), sides[1]});
  }
  return ways;
}

bool opens(const std::vector<Way>& ways, std::set<std::string> have, const std::string& account) {
  bool grows = true;
  while (grows && !have.contains(account)) {
    grows = false;
    for (const Way& way : ways) {
      const bool all = std::ranges::all_of(
          way.parts, [&](const std::string& part) { return have.contains(part); });
      if (all) grows |= have.insert(way.to).second;
    }
  }
  return have.contains(account);
}

// Minimal sets of at most three of the others that open the account, with the words before them.
std::set<std::string> brute_force(std::string_view line, const std::string& account) {
  const std::vector<Way> ways = ways_of(line);
  std::set<std::string> targets, leaned_on, all;
  for (const Way& way : ways) {
    targets.insert(way.to);
    for (const std::string& part : way.parts) leaned_on.insert(part);
  }
  all = leaned_on;  // an account that nothing leans on opens nothing else
  all.erase(account);
  const Texts means(all.begin(), all.end());
  std::vector<std::set<std::string>> minimal;
  for (std::size_t order = 1; order <= 3; ++order) {
    std::string chosen(order, 1);
    chosen.resize(std::max(means.size(), order), 0);
    if (means.size() < order) break;
    do {
      std::set<std::string> set;
      for (std::size_t i = 0; i < means.size(); ++i) {
        if (chosen[i] != 0) set.insert(means[i]);
      }
      const bool has_smaller = std::ranges::any_of(
          minimal, [&](const auto& one) { return std::ranges::includes(set, one); });
      if (!has_smaller && opens(ways, set, account)) minimal.push_back(set);
    } while (std::ranges::prev_permutation(chosen).found);
  }
  std::set<std::string> sets;
  for (const auto& one : minimal) {
    Texts words;
    for (const std::string& means_of_one : one) {
      words.push_back((targets.contains(means_of_one) ? "account:" : "secret:") + means_of_one);
    }
    std::ranges::sort(words);
    sets.insert(fmt::format("{}", fmt::join(words, "+")));
  }
  return sets;
}

std::string random_line(std::mt19937& random) {
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  const std::uint32_t accounts = 2 + below(4), secrets = 1 + below(4);
  Texts arrows;
  for (std::uint32_t account = 0; account < accounts; ++account) {
    for (std::uint32_t way = 0; way < 1 + below(3); ++way) {
      std::set<std::string> parts;
      for (std::uint32_t part = 0; part < 1 + below(3); ++part) {
        const std::uint32_t which = below(accounts + secrets);
        if (which == account) continue;
        parts.insert(which < accounts ? fmt::format("a{}", which)
                                      : fmt::format("s{}", which - accounts));
      }
      if (!parts.empty()) arrows.push_back(fmt::format("{}>a{}", fmt::join(parts, "+"), account));
    }
    arrows.push_back(fmt::format("s0+s{}>a{}", 1 + below(3), account));
  }
  return fmt::format("{}", fmt::join(arrows, " "));
}

}  // namespace

TEST_CASE("access sets of the published graphs", "[graph]") {
  CHECK(secrets_to(published::agtool2, "Mail") ==
        "Password Fingerprint+Locked_Phone Locked_Phone+Phone_PIN");
  CHECK(secrets_to(published::agtool2, "Banking") ==
        "ATM_Card_PIN+Banking_Password+Banking_Security_Device");
  // Nobody gets into what only holds itself up.
  CHECK(secrets_to("a>b b>a a>c k>c", "a").empty());
  CHECK(secrets_to("a>b b>a a>c k>c", "c") == "k");
  CHECK(secrets_to(published::live_vault, "vault") == "live_session+master_pw");
}

TEST_CASE("access sets are those found by trying every set of means", "[graph]") {
  std::mt19937 random(20261126);
  for (int i = 0; i < 1500; ++i) {
    const std::string line = random_line(random);
    for (const std::string account : {"a0", "a1"}) {
      CAPTURE(line, account);
      const Texts sets = notation::split(access_sets(notation::inventory_of(line), account), ' ');
      CHECK(std::set<std::string>(sets.begin(), sets.end()) == brute_force(line, account));
    }
  }
}

TEST_CASE("what somebody else can get hold of", "[graph]") {
  const auto sets = [](std::string_view account) {
    return access_sets(fmt::format(
                           R"({{"version": 1, "places": {{"home": {{}}}}, "people": {{"jo": {{}}}},
              "devices": {{"phone": {{"type": "phone", "place": "home"}}}},
              "authenticators": {{
                "lock": {{"type": "secret", "opens": ["phone"], "stored_in": ["memory"]}},
                "pin": {{"type": "secret", "opens": ["key"], "stored_in": ["memory"]}},
                "key": {{"type": "security-key", "owner": "jo"}},
                "app": {{"type": "push", "device": "phone"}},
                "number": {{"type": "phone-number", "sim_in": "phone"}}}},
              "accounts": {{"a": {{{}}}}}}})",
                           account),
                       "a");
  };
  // A phone is taken unlocked; all that lies at its site is taken with it.
  CHECK(sets(R"("other_sign_in": ["app"])") == "device:phone place:home");
  CHECK(sets(R"("passkeys": ["key"])") == "secret:pin+security-key:key");
  // By its SIM, or by a new one.
  CHECK(sets(R"("recovery": ["number"])") == "device:phone phone-number:number place:home");
  CHECK(sets(R"("password": ["memory"], "codes": ["home"])") ==
        "copy:a.codes@home+secret:a place:home+secret:a");
  CHECK(sets(R"("recovery": [{"type": "recovery-contact", "person": "jo"}])") == "person:jo");
  CHECK(sets(R"("recovery": [{"type": "recovery-contact", "person": "me"}])").empty());
  CHECK(sets(R"("recovery": [{"type": "support", "wait": "5d"}])").empty());
  CHECK(sets(R"("other_sign_in": ["me"])").empty());
  CHECK(sets(R"("recovery": [{"type": "security-question", "id": "pet"}])") == "secret:pet");
}

TEST_CASE("what is lost, stolen or with somebody who has left is in somebody's hands", "[graph]") {
  CHECK(access_sets(R"({"version": 1, "people": {"ex": {"status": "left"}},
          "devices": {"old": {"type": "tablet", "status": "stolen"}},
          "accounts": {"a": {"password": ["ex", "old"]}}})",
                    "a") == "device:old person:ex");
}

TEST_CASE("what people carry lies in a bag of their own", "[graph]") {
  constexpr std::string_view inventory = R"({"version": 1, "people": {"jo": {}},
      "devices": {"phone": {"type": "phone", "owner": "jo"}},
      "authenticators": {"key": {"type": "security-key", "owner": "jo", "place": "carried"},
                         "mine": {"type": "security-key", "place": "carried"}},
      "accounts": {"a": {"passkeys": ["key"]}, "b": {"passkeys": ["mine"]},
                   "c": {"password": ["phone"]}}})";
  CHECK(access_sets(inventory, "a") == "place:carried@jo security-key:key");
  CHECK(access_sets(inventory, "b") == "place:carried security-key:mine");
  CHECK(access_sets(inventory, "c") == "device:phone place:carried@jo");
}

TEST_CASE("choices of many parts are gone through one after the other", "[graph]") {
  std::string parts;
  for (int i = 0; i < 24; ++i) parts += fmt::format("{}k{}", i == 0 ? "" : "+", i);
  CHECK(secrets_to(fmt::format("12:{}>a", parts), "a").empty());
  const Texts pairs = notation::split(secrets_to(fmt::format("2:{}>a", parts), "a"), ' ');
  CHECK(pairs.size() == 24 * 23 / 2);
}

TEST_CASE("a search that finds too many sets keeps the smallest and says so", "[graph]") {
  std::string line;
  for (int i = 0; i < 12; ++i) line += fmt::format("k{}>a s{}+t{}>a ", i, i, i);
  line.pop_back();
  const ReadInventory read =
      read_inventory_text(notation::inventory_of(line), "test.json", {.today = today});
  const Exposure all = find_exposure(read.inventory, embedded_catalog(), today, {});
  CHECK(all.access_sets.front().size() == 24);
  CHECK_FALSE(all.is_cut_off);
  const Exposure few =
      find_exposure(read.inventory, embedded_catalog(), today, {.order_max = 2, .sets_max = 15});
  CHECK(few.is_cut_off);
  REQUIRE(few.access_sets.front().size() == 15);
  CHECK(std::ranges::count(few.access_sets.front(), 1U, &LossSet::size) == 12);
}

}  // namespace passkey_audit
