// Minimal cut sets, line by line: graphs that others published, with the answers of the design, and
// small ones of our own.
#include "passkey_audit/graph/cut_sets.hpp"

#include <bit>

#include "model.hpp"
#include "notation.hpp"
#include "published_graphs.hpp"
#include "random_inventory.hpp"

namespace passkey_audit {
namespace {

using Words = notation::Words;

// "Phone+USB_Stick Finger+USB_Stick+pw": the sets of one account, in the order of the list.
std::string shown(const Model& model, const CutSets& found, std::string_view account) {
  const Thing& thing = model.inventory.things[model.inventory.things.find(account)];
  if (found.unreachable_now[thing.index]) return "!";
  Words words;
  for (std::size_t order = 1; order <= found.max_order; ++order) {
    for (std::size_t i = 0; i < found.count(thing.index, order); ++i) {
      Words losses;
      for (const LossId loss : found.set(thing.index, order, i)) {
        const std::string& text = model.graph.losses()[loss].text;
        losses.push_back(text.starts_with("secret:") ? text.substr(text.find(':') + 1) : text);
      }
      words.push_back(fmt::format("{}", fmt::join(losses, "+")));
    }
  }
  return fmt::format("{}", fmt::join(words, " "));
}

CutSets cut_sets_of(const Model& model, std::size_t max_order, std::vector<LossKind> kinds = {}) {
  return find_cut_sets(model.inventory, model.graph,
                       {.kinds = std::move(kinds), .max_order = max_order, .accounts = {}});
}

// Among the secrets of a line in the notation, to order 4.
std::string cut_sets(std::string_view line, std::string_view account) {
  const Model model = model_of(notation::inventory_of(line));
  return shown(model, cut_sets_of(model, 4, {LossKind::secret}), account);
}

struct Row {
  std::string_view line, account, sets;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.line, row.account);
    CHECK(cut_sets(row.line, row.account) == row.sets);
  }
}

TEST_CASE("minimal cut sets of the published graphs", "[graph]") {
  check({
      {published::dilma, "OTPApp", "Phone+USB_Stick Finger+USB_Stick+pw_OTPApp"},
      {published::dilma, "Bitwarden", "Finger+pw_Bitwarden Phone+pw_Bitwarden"},
      {published::dilma, "Gmail",
       "Finger+pw_Bitwarden Phone+pw_Bitwarden Phone+USB_Stick+YubiKey "
       "Finger+USB_Stick+YubiKey+pw_OTPApp"},
      {published::dilma, "Netflix",
       "Phone+USB_Stick+YubiKey Phone+USB_Stick+pw_Bitwarden Finger+USB_Stick+YubiKey+pw_OTPApp "
       "Finger+USB_Stick+pw_Bitwarden+pw_OTPApp"},
      {published::agtool2, "Mail", "Locked_Phone+Password Fingerprint+Password+Phone_PIN"},
      {published::agtool2, "Ecommerce", "Locked_Phone+Password Fingerprint+Password+Phone_PIN"},
      {published::agtool2, "Banking", "ATM_Card_PIN Banking_Password Banking_Security_Device"},
  });
}

TEST_CASE("minimal cut sets where things hold each other up", "[graph]") {
  check({
      {"A>B B>A A>C k>C", "A", "!"},
      {"A>B B>A A>C k>C", "B", "!"},
      {"A>B B>A A>C k>C", "C", "k"},
      {published::dead_vault, "vault", "!"},
      {published::live_vault, "vault", "live_session master_pw"},
      {published::live_vault, "mailbox", "live_session"},
      {published::manager, "manager", "master_pw phone+recovery_codes"},
      {published::manager, "cloud_account", "master_pw+recovery_codes phone+recovery_codes"},
      {"k>a a>b b>a", "b", "k"},
      {"k>a a>b b>a j>b", "a", "j+k"},
      {"k>a a>b b>c c>a j>b i>c", "c", "i+j+k"},
      // Five ways in have no cut set of four.
      {"a>t b>t c>t d>t", "t", "a+b+c+d"},
      {"a>t b>t c>t d>t e>t", "t", ""},
      {"k>a a>b b>c c>d d>e e>a h>b i>c j>d l>e", "c", ""},
  });
}

TEST_CASE("minimal cut sets of so many out of several", "[graph]") {
  check({
      {"2:a+b>t", "t", "a b"},
      {"2:a+b+c>t", "t", "a+b a+c b+c"},
      {"1:a+b+c>t", "t", "a+b+c"},
      {"3:a+b+c+d>t", "t", "a+b a+c a+d b+c b+d c+d"},
      {"1:a+b+c+d+e>t", "t", ""},
      {"k>x k>y j>z 2:x+y+z>t", "t", "k"},
      {"2:t+k+j>t", "t", "j k"},
      {"k>x j>y 2:x+y+i>t p>t", "t", "i+j+p i+k+p j+k+p"},
  });
}

TEST_CASE("the order is how many are lost at once", "[graph]") {
  const Model model = model_of(notation::inventory_of("a>t b>t c>t a+d>u b>u c+d+e>v"));
  const auto to = [&](std::size_t order, std::string_view account) {
    return shown(model, cut_sets_of(model, order, {LossKind::secret}), account);
  };
  CHECK(to(1, "t").empty());
  CHECK(to(2, "t").empty());
  CHECK(to(3, "t") == "a+b+c");
  CHECK(to(1, "u").empty());
  CHECK(to(2, "u") == "a+b b+d");
  CHECK(to(1, "v") == "c d e");
  CHECK(to(4, "v") == "c d e");
}

TEST_CASE("a slow way counts only with --eventual", "[graph]") {
  const Model model = model_of(notation::inventory_of("pw>mail code>mail/3d pin>mail"));
  CutSetOptions options{.kinds = {LossKind::secret}, .max_order = 3};
  CHECK(shown(model, find_cut_sets(model.inventory, model.graph, options), "mail") == "pin+pw");
  options.lockout = LockoutKind::eventual;
  CHECK(shown(model, find_cut_sets(model.inventory, model.graph, options), "mail") ==
        "code+pin+pw");
}

TEST_CASE("other accounts are losses too, the account itself is none", "[graph]") {
  const Model model = model_of(notation::inventory_of("pw>mail code>bank mail>bank"));
  const CutSets found = cut_sets_of(model, 2);
  CHECK(shown(model, found, "mail") == "pw");
  CHECK(shown(model, found, "bank") == "account:mail+code code+pw");
}

// ---- common causes

constexpr std::string_view desk_and_safe = R"({"version": 1,
  "places": {"home": {}, "bank-safe": {}},
  "people": {"kim": {}},
  "devices": {"pc": {"type": "desktop", "place": "home"}, "mac": {"type": "laptop", "place": "home"}},
  "authenticators": {
    "key": {"type": "security-key", "place": "bank-safe"},
    "spare": {"type": "security-key", "place": "home", "owner": "kim"}},
  "accounts": {
    "one": {"passkeys": ["key"], "other_sign_in": ["pc"]},
    "two": {"passkeys": ["key"], "other_sign_in": ["pc", "mac"]},
    "kims": {"passkeys": ["key", "spare"]}}})";

TEST_CASE("a common cause is listed only where it does more than its parts", "[graph]") {
  const Model model = model_of(desk_and_safe);
  const std::vector<LossKind> things{LossKind::device, LossKind::security_key, LossKind::place,
                                     LossKind::person};
  const CutSets found = cut_sets_of(model, 3, things);
  // The fire says no more than the computer; at the safe there is only the key.
  CHECK(shown(model, found, "one") == "device:pc+security-key:key");
  // Here it takes two devices at once; with the safe in the place of the key that is said already.
  CHECK(shown(model, found, "two") ==
        "place:home+security-key:key device:mac+device:pc+security-key:key");
  // Kim takes the key that is hers along, and so does the fire.
  CHECK(shown(model, found, "kims") == "security-key:key+security-key:spare");
  // Of other kinds nothing stands in for them.
  CHECK(shown(model, cut_sets_of(model, 2, {LossKind::place, LossKind::person}), "kims") ==
        "person:kim+place:bank-safe place:bank-safe+place:home");
}

// ---- many sets

// Accounts with hundreds of cut sets, which also lead through each other.
std::string dense_line(Dice& dice) {
  Words parts;
  for (int i = 0; i < 13; ++i) parts.push_back(fmt::format("s{}", i));
  Words ways;
  for (int account = 0; account < 3; ++account) {
    for (int way = 0; way < 4; ++way) {
      Words those = dice.some(parts, 4 + dice.below(4));
      if (dice.chance(40)) those.push_back(fmt::format("a{}", (account + 1) % 3));
      const std::string count =
          dice.chance(30) ? fmt::format("{}:", those.size() - dice.below(3)) : "";
      ways.push_back(fmt::format("{}{}>a{}", count, fmt::join(those, "+"), account));
    }
  }
  return fmt::format("{}", fmt::join(ways, " "));
}

// By closure after closure, smaller sets first.
std::string by_trying_every_set(const Model& model, std::string_view account,
                                std::size_t order_max) {
  const Thing& thing = model.inventory.things[model.inventory.things.find(account)];
  std::vector<LossId> secrets;
  for (const LossId loss : model.graph.losses().candidates()) {
    if (model.graph.losses()[loss].kind == LossKind::secret) secrets.push_back(loss);
  }
  Words words;
  std::vector<std::uint32_t> minimal;
  for (std::size_t order = 0; order <= order_max; ++order) {
    std::vector<std::pair<Words, std::uint32_t>> sets;  // to be sorted by text
    for (std::uint32_t bits = 0; bits < (1U << secrets.size()); ++bits) {
      if (static_cast<std::size_t>(std::popcount(bits)) != order) continue;
      if (std::ranges::any_of(minimal, [&](auto part) { return (part & ~bits) == 0; })) continue;
      LossSet losses;
      Words texts;
      for (std::size_t i = 0; i < secrets.size(); ++i) {
        if ((bits >> i & 1U) == 0) continue;
        losses.push_back(secrets[i]);
        texts.push_back(model.graph.losses()[secrets[i]].text.substr(7));
      }
      const Closure left = least_closure(model.graph, losses, Patience::eventual());
      if (!left.usable(model.graph.account(thing.index))) sets.emplace_back(texts, bits);
    }
    std::ranges::sort(sets);
    for (const auto& [texts, bits] : sets) {
      minimal.push_back(bits);
      words.push_back(order == 0 ? "!" : fmt::format("{}", fmt::join(texts, "+")));
    }
  }
  return fmt::format("{}", fmt::join(words, " "));
}

TEST_CASE("hundreds of cut sets are those of trying every set", "[graph]") {
  Dice dice(7);
  std::size_t most = 0;
  for (int i = 0; i < 60; ++i) {
    const std::string line = dense_line(dice);
    CAPTURE(line);
    const Model model = model_of(notation::inventory_of(line));
    const CutSets found = cut_sets_of(model, 4, {LossKind::secret});
    for (const std::string_view account : {"a0", "a1", "a2"}) {
      const std::string ours = shown(model, found, account);
      CHECK(ours == by_trying_every_set(model, account, 4));
      most = std::max(most, static_cast<std::size_t>(std::ranges::count(ours, ' ')));
    }
  }
  CHECK(most > 150);
}

// ---- bounds

TEST_CASE("a search that costs too much ends with smaller sets, and those are right", "[graph]") {
  std::string line;
  for (int i = 0; i < 24; ++i) {
    line += fmt::format("{}k{}", i == 0 ? "21:" : "+", i);
  }
  const Model model = model_of(notation::inventory_of(line + ">t a+b>u"));
  CutSetOptions options{.kinds = {LossKind::secret}, .max_order = 4};
  const CutSets whole = find_cut_sets(model.inventory, model.graph, options);
  CHECK(whole.max_order == 4);
  CHECK(whole.count(0, 4) == 10'626);  // any 4 of 24
  options.effort = 5'000;
  const CutSets part = find_cut_sets(model.inventory, model.graph, options);
  CHECK(part.max_order < 4);
  CHECK(part.count(0, part.max_order) == 0);
  CHECK(shown(model, part, "u") == "a b");
}

}  // namespace
}  // namespace passkey_audit
