// What is proposed after a loss: which safeguard, in which words, and that following the advice
// really brings the accounts back. The last is shown by writing it into the inventory and losing
// the same things again.
#include "passkey_audit/audit/safeguards.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const Date today = *parse_date("2026-11-22");

struct Audited {
  ReadInventory read;
  std::unique_ptr<AuditContext> context;
};

std::unique_ptr<Audited> audited(const Json& inventory) {
  const auto providers = provider_words(embedded_catalog());
  auto result = std::make_unique<Audited>();
  result->read =
      read_inventory_text(inventory.dump(), "test.json", {.today = today, .providers = providers});
  std::string problems;
  for (const Problem& problem : result->read.problems) {
    problems += problem.pointer + ": " + problem.message + "\n";
  }
  INFO(problems);
  REQUIRE(result->read.usable());
  result->context =
      std::make_unique<AuditContext>(result->read.inventory, embedded_catalog(), today);
  return result;
}

std::vector<std::uint32_t> out_after(const AuditContext& context, std::span<const LossId> losses) {
  const auto states = account_states(context.graph, losses, context.policy.max_outage);
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < states.size(); ++i) {
    if (is_out(states[i].state)) out.push_back(i);
  }
  return out;
}

std::string advice(const Json& inventory, const std::string& loss, std::string_view lost) {
  const auto result = audited(inventory);
  const auto id = result->context->graph.losses().find(loss);
  REQUIRE(id);
  const LossSet losses{*id};
  return ways_back(*result->context, losses, out_after(*result->context, losses), lost).text();
}

// ---- following the advice

Json& list_in(Json& object, const char* field) {
  Json& value = object[field];
  if (value.is_null()) value = Json::array();
  return value.is_object() ? value["stored_in"] : value;
}

std::string paper_place(Json& inventory, const AuditContext& context, ThingId place) {
  if (place.told()) return std::string(context.inventory.id_of(place));
  inventory["places"]["a-relative"] = Json::object();
  return "a-relative";
}

std::string asked_person(Json& inventory, const AuditContext& context, ThingId person) {
  if (person.told()) return std::string(context.inventory.id_of(person));
  inventory["people"]["a-friend"] = Json::object();
  return "a-friend";
}

void follow(Json& inventory, const AuditContext& context, const Proposal& proposal) {
  using Kind = Safeguard::Kind;
  const Safeguard& safeguard = proposal.safeguard;
  const auto id_of = [&](ThingId thing) { return std::string(context.inventory.id_of(thing)); };
  for (const std::uint32_t index : proposal.accounts) {
    const std::string place = paper_place(inventory, context, safeguard.place);
    const std::string person = asked_person(inventory, context, safeguard.person);
    const std::string id = id_of(context.account(index).thing);
    const bool codes = safeguard.kind == Kind::copy_codes || safeguard.kind == Kind::print_codes ||
                       safeguard.kind == Kind::print_codes_write_password;
    const bool password = safeguard.kind == Kind::write_password ||
                          safeguard.kind == Kind::print_codes_write_password;
    Json& account = inventory["accounts"][id];
    if (codes) list_in(account, "codes").push_back(place);
    if (password) list_in(account, "password").push_back(place);
    if (safeguard.kind == Kind::write_secret) {
      list_in(inventory["authenticators"][id_of(safeguard.secret)], "stored_in").push_back(place);
    }
    for (const ThingId key : safeguard.keys) list_in(account, "passkeys").push_back(id_of(key));
    for (std::size_t i = 0; i < safeguard.keys_to_get; ++i) {
      list_in(account, "passkeys")
          .push_back({{"type", "security-key"},
                      {"id", fmt::format("{}.new-key-{}", id, i)},
                      {"place", place}});
    }
    if (safeguard.kind == Kind::recovery_contact) {
      list_in(account, "recovery")
          .push_back({{"type", "recovery-contact"}, {"id", id + ".asked"}, {"person", person}});
    }
  }
}

bool is_concrete(const Proposal& proposal) {
  return proposal.safeguard.kind < Safeguard::Kind::look_up;
}

// Everything that the proposals promise comes back once they are followed. How many accounts that
// are.
std::size_t check_that_advice_helps(const Json& inventory, const AuditContext& context,
                                    const LossSet& losses) {
  const std::vector<Proposal> proposals =
      propose_safeguards(context, losses, out_after(context, losses));
  Json mended = inventory;
  for (const Proposal& proposal : proposals) {
    if (is_concrete(proposal)) follow(mended, context, proposal);
  }
  const auto again = audited(mended);
  LossSet same_losses;
  for (const LossId loss : losses) {
    same_losses.push_back(*again->context->graph.losses().find(context.graph.losses()[loss].text));
  }
  const std::vector<std::uint32_t> still_out = out_after(*again->context, same_losses);
  std::size_t promised = 0;
  for (const Proposal& proposal : proposals) {
    if (!is_concrete(proposal)) continue;
    for (const auto* accounts : {&proposal.accounts, &proposal.also_opened}) {
      for (const std::uint32_t account : *accounts) {
        INFO(context.name(account));
        CHECK(std::ranges::find(still_out, account) == still_out.end());
        ++promised;
      }
    }
  }
  return promised;
}

TEST_CASE("following the advice brings back what it promises, on every example", "[audit]") {
  std::size_t promised = 0;
  const fs::path folder = fs::path(PASSKEY_AUDIT_SOURCE_DIR) / "data" / "examples";
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    INFO(entry.path().filename().string());
    std::ifstream stream(entry.path());
    const Json inventory = Json::parse(stream);
    if (inventory.contains("include")) continue;
    const auto result = audited(inventory);
    const AuditContext& context = *result->context;
    for (const LossEffect& effect : context.single_points.plain) {
      const LossKind kind = context.graph.losses()[effect.loss].kind;
      // These are not counted against the account itself, and nothing set up on it helps.
      if (kind == LossKind::vendor || kind == LossKind::account) continue;
      INFO(context.graph.losses()[effect.loss].text);
      promised += check_that_advice_helps(inventory, context, {effect.loss});
    }
    promised += check_that_advice_helps(inventory, context, context.graph.losses().every_device());
  }
  CHECK(promised > 20);
}

// ---- which safeguard, in which words

Json phone_and(std::string_view accounts, std::string_view authenticators = "") {
  return Json::parse(fmt::format(
      R"({{"version": 1, "places": {{"parents": {{"name": "my parents' house"}}}},
           "people": {{"alex": {{"name": "Alex"}}}},
           "devices": {{"phone": {{"type": "phone"}}}},
           "authenticators": {{"app": {{"type": "push", "device": "phone"}}{}}},
           "accounts": {}}})",
      authenticators, accounts));
}

TEST_CASE("a key that the user has is registered before anything is bought", "[audit]") {
  const std::string_view keys =
      R"(, "blue": {"name": "the blue key", "type": "security-key", "place": "carried"},
           "red": {"name": "the red key", "type": "security-key", "place": "parents"})";
  const std::string_view account =
      R"({"mail": {"accepts_security_key": true, "other_sign_in": ["app"]}})";
  CHECK(advice(phone_and(account, keys), "device:phone", "the phone") ==
        "Register the blue key and the red key on mail, and sign in once with each.");
  CHECK(advice(phone_and(account), "device:phone", "the phone") ==
        "Get two security keys, register them on mail, sign in once with each, and keep one of "
        "them at my parents' house.");
}

TEST_CASE("codes are proposed only with a password at hand", "[audit]") {
  CHECK(advice(phone_and(R"({"mail": {"issues_codes": true, "password": ["memory"],
                                      "second_factors": ["app"]}})"),
               "device:phone", "the phone") ==
        "Print recovery codes of mail, sign in once with one and cross it off, and keep the paper "
        "at my parents' house.");
  CHECK(advice(phone_and(R"({"mail": {"issues_codes": true, "password": ["phone"],
                                      "second_factors": ["app"]}})"),
               "device:phone", "the phone") ==
        "Print recovery codes of mail, sign in once with one and cross it off, and keep the paper "
        "at my parents' house; write down the password too, since codes alone do not sign in, and "
        "keep it apart from the codes.");
  CHECK(advice(phone_and(R"({"shop": {"password": ["phone"]}})"), "device:phone", "the phone") ==
        "Write down the password of shop and keep the paper at my parents' house.");
}

TEST_CASE("nothing is proposed that the service is known not to take", "[audit]") {
  CHECK(advice(phone_and(R"({"bank": {"accepts_security_key": false, "issues_codes": false,
                                      "password": ["memory"], "second_factors": ["app"]}})"),
               "device:phone",
               "the phone") == "Ask bank for a second way in. It has to work without the phone.");
  CHECK(advice(phone_and(R"({"bank": {"password": ["memory"], "second_factors": ["app"]}})"),
               "device:phone", "the phone") ==
        "Look up what bank offers besides: security keys, recovery codes, a second phone or a "
        "contact. Set one up that works without the phone.");
}

TEST_CASE("the account that brings others back comes first", "[audit]") {
  const std::string text = advice(
      phone_and(
          R"({"mail": {"issues_codes": true, "password": ["memory"], "second_factors": ["app"]},
                    "shop": {"password": ["phone"], "recovery": ["mail"]},
                    "forum": {"password": ["phone"], "recovery": ["mail"]}})"),
      "device:phone", "the phone");
  CHECK(text ==
        "Print recovery codes of mail, sign in once with one and cross it off, and keep the paper "
        "at my parents' house. This also brings back shop and forum.");
}

TEST_CASE("paper goes to a place without devices and keys, or to none that is known", "[audit]") {
  Json inventory = phone_and(R"({"shop": {"password": ["phone"]}})");
  inventory["devices"]["laptop"] = {{"type", "laptop"}, {"place", "parents"}};
  CHECK(advice(inventory, "device:phone", "the phone") ==
        "Write down the password of shop and keep the paper at a place where none of your devices "
        "are, such as a relative's home.");
  inventory["profile"] = "team";
  CHECK(advice(inventory, "device:phone", "the phone") ==
        "Write down the password of shop and keep the paper at a place where none of your devices "
        "are, such as a safe at another site.");
}

TEST_CASE("codes and keys are kept apart from the paper with the password", "[audit]") {
  CHECK(advice(phone_and(R"({"mail": {"issues_codes": true, "password": ["memory", "parents"],
                                      "second_factors": ["app"]}})"),
               "device:phone", "the phone") ==
        "Print recovery codes of mail, sign in once with one and cross it off, and keep the paper "
        "at a place where none of your devices are, such as a relative's home.");
  CHECK(advice(phone_and(R"({"mail": {"accepts_security_key": true, "issues_codes": false,
                                      "password": ["parents"], "second_factors": ["app"]}})"),
               "device:phone", "the phone") ==
        "Get two security keys, register them on mail, sign in once with each, and keep one of "
        "them at a place where none of your devices are, such as a relative's home.");
}

TEST_CASE("a key that is full or ends soon is not registered anywhere", "[audit]") {
  const std::string_view account =
      R"({"mail": {"accepts_security_key": true, "other_sign_in": ["app"]}})";
  const auto advice_with = [&](std::string_view key) {
    return advice(phone_and(account, fmt::format(R"(, "blue": {{"name": "the blue key",
        "type": "security-key", "place": "carried"{}}}, "red": {{"name": "the red key",
        "type": "security-key", "place": "carried"}})",
                                                 key)),
                  "device:phone", "the phone");
  };
  const std::string both =
      "Register the blue key and the red key on mail, and sign in once with each.";
  CHECK(advice_with("") == both);
  CHECK(advice_with(R"(, "slots_total": 25, "slots_used": 24)") == both);
  CHECK(advice_with(R"(, "slots_total": 25, "slots_used": 25)") != both);
  CHECK(advice_with(R"(, "expires_on": "2027-11-22")") == both);
  CHECK(advice_with(R"(, "expires_on": "2026-11-23")") != both);
}

TEST_CASE("a password on paper is kept apart from the codes that stand beside it", "[audit]") {
  CHECK(advice(phone_and(R"({"shop": {"password": ["phone"], "codes": ["parents"]}})"),
               "device:phone", "the phone") ==
        "Write down the password of shop and keep the paper at a place where none of your devices "
        "are, such as a relative's home, apart from its recovery codes.");
  CHECK(advice(phone_and(R"({"shop": {"password": ["phone"], "issues_codes": true},
                             "club": {"password": ["phone"]}})"),
               "device:phone", "the phone") ==
        "Write down the passwords of shop and club and keep the papers at my parents' house, apart "
        "from their recovery codes.");
}

}  // namespace
}  // namespace passkey_audit
