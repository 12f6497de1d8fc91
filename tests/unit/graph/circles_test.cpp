// Circular recovery: accounts that nothing but themselves could open once every device is gone.
#include "passkey_audit/graph/circles.hpp"

#include "model.hpp"

namespace passkey_audit {
namespace {

// "apple>icloud>apple accounts apple hanging google", one line for each circle.
std::string circles_of(const Model& model) {
  const Inventory& inventory = model.inventory;
  std::string text;
  for (const Circle& circle : find_circles(inventory, model.graph, inventory.policy.max_outage)) {
    std::string line;
    for (const ThingId thing : circle.loop) {
      line += (line.empty() ? "" : ">") + std::string(inventory.id_of(thing));
    }
    line += " accounts";
    for (const std::uint32_t account : circle.accounts) {
      line += " " + std::string(inventory.id_of(inventory.accounts[account].thing));
    }
    if (!circle.hanging.empty()) line += " hanging";
    for (const std::uint32_t account : circle.hanging) {
      line += " " + std::string(inventory.id_of(inventory.accounts[account].thing));
    }
    text += (text.empty() ? "" : "\n") + line;
  }
  return text;
}

TEST_CASE("a vault that holds the only passkey of the account that guards it", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1,
    "devices": {"iphone": {"type": "phone"}},
    "authenticators": {
      "icloud": {"type": "vault", "account": "apple", "devices": ["iphone"]}},
    "accounts": {"apple": {"passkeys": ["icloud"]}}})")) == "apple>icloud>apple accounts apple");
}

TEST_CASE("no circle when something else is left without the devices", "[graph]") {
  struct Row {
    std::string_view what, apple;
  };
  const std::vector<Row> rows{
      {"a password in memory", R"("password": ["memory"])"},
      {"a code on paper", R"("recovery": [{"type": "recovery-codes", "stored_in": ["home"]}])"},
      {"a key in a drawer", R"("recovery": [{"type": "security-key", "place": "home"}])"},
      {"somebody who helps in time",
       R"("recovery": [{"type": "recovery-contact", "person": "alex", "wait": "24h"}])"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(circles_of(model_of(fmt::format(R"({{"version": 1,
      "places": {{"home": {{}}}}, "people": {{"alex": {{}}}},
      "devices": {{"iphone": {{"type": "phone"}}}},
      "authenticators": {{
        "icloud": {{"type": "vault", "account": "apple", "devices": ["iphone"]}}}},
      "accounts": {{"apple": {{"passkeys": ["icloud"], {}}}}}}})",
                                          row.apple)))
              .empty());
  }
}

TEST_CASE("what helps too late, or lies in the vault itself, breaks no circle", "[graph]") {
  struct Row {
    std::string_view what, apple;
  };
  const std::vector<Row> rows{
      {"a slow contact",
       R"("recovery": [{"type": "recovery-contact", "person": "alex", "wait": "2d"}])"},
      {"support, who knows when", R"("recovery": [{"type": "support"}])"},
      {"a code that is lost with the phone",
       R"("recovery": [{"type": "recovery-codes", "stored_in": ["iphone"]}])"},
      {"no codes left",
       R"("recovery": [{"type": "recovery-codes", "stored_in": ["home"], "remaining": 0}])"},
      {"a password in the vault, and no second step", R"("password": ["icloud"])"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(circles_of(model_of(fmt::format(R"({{"version": 1,
      "places": {{"home": {{}}}}, "people": {{"alex": {{}}}},
      "devices": {{"iphone": {{"type": "phone"}}}},
      "authenticators": {{
        "icloud": {{"type": "vault", "account": "apple", "devices": ["iphone"]}}}},
      "accounts": {{"apple": {{"passkeys": ["icloud"], {}}}}}}})",
                                          row.apple))) == "apple>icloud>apple accounts apple");
  }
}

TEST_CASE("a vault that needs more than its account on a new device", "[graph]") {
  const auto circles = [](std::string_view more) {
    return circles_of(model_of(fmt::format(R"({{"version": 1,
      "devices": {{"iphone": {{"type": "phone"}}}},
      "authenticators": {{
        "passcode": {{"type": "secret", "opens": ["icloud"], "stored_in": [{}]}},
        "icloud": {{"type": "vault", "account": "apple", "devices": ["iphone"]}}}},
      "accounts": {{"apple": {{"passkeys": ["icloud"]}}}}}})",
                                           more)));
  };
  CHECK(circles(R"("memory")") == "apple>icloud>apple accounts apple");
  // Shut on a new device whatever becomes of the account: that is no circle.
  CHECK(circles(R"("iphone")").empty());
  // The passcode itself is part of a loop: icloud, passcode, icloud. The account lies on its own.
  CHECK(circles(R"("icloud")") == "apple>icloud>apple accounts apple");
}

TEST_CASE("a password manager whose recovery mail sits in its own vault", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1,
    "devices": {"laptop": {"type": "laptop"}},
    "authenticators": {
      "vault": {"type": "vault", "account": "manager", "devices": ["laptop"]}},
    "accounts": {
      "mail": {"password": ["vault"]},
      "manager": {
        "password": ["laptop"],
        "recovery": [{"type": "recovery-email", "id": "reset-mail", "account": "mail"}]}}})")) ==
        "mail>vault>manager>reset-mail>mail accounts mail manager");
}

TEST_CASE("a mailbox under a domain whose registrar writes to that mailbox", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1,
    "devices": {"laptop": {"type": "laptop"}},
    "accounts": {
      "mail": {"password": ["laptop"], "recovery": ["registrar"]},
      "registrar": {"password": ["laptop"], "recovery": ["mail"]}}})")) ==
        "mail>registrar>mail accounts mail registrar");
}

TEST_CASE("an account that hangs on a circle without being part of it", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1,
    "devices": {"iphone": {"type": "phone"}},
    "authenticators": {
      "icloud": {"type": "vault", "account": "apple", "devices": ["iphone"]}},
    "accounts": {
      "shop": {"federated_via": "bank"},
      "bank": {"passkeys": ["icloud"]},
      "forum": {"password": ["memory"], "recovery": ["bank"]},
      "apple": {"passkeys": ["icloud"]}}})")) ==
        "apple>icloud>apple accounts apple hanging shop bank");
}

TEST_CASE("two circles, and two loops of one knot", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1, "accounts": {
    "a": {"recovery": ["b"]}, "b": {"recovery": ["a"]},
    "c": {"recovery": ["d"]}, "d": {"recovery": ["c"]}}})")) ==
        "a>b>a accounts a b\nc>d>c accounts c d");
  CHECK(circles_of(model_of(R"({"version": 1, "accounts": {
    "c": {"recovery": ["b"]},
    "a": {"recovery": ["b", {"all": ["c", "b"]}]},
    "b": {"recovery": ["a"]}}})")) == "a>b>a accounts c a b");
}

TEST_CASE("the loop begins at its smallest id, and of equal ones the smaller is shown", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1, "accounts": {
    "z": {"recovery": ["m"]}, "m": {"recovery": ["k"]}, "k": {"recovery": ["z"]}}})")) ==
        "k>z>m>k accounts z m k");
  CHECK(circles_of(model_of(R"({"version": 1, "accounts": {
    "x": {"recovery": ["y", "b"]}, "y": {"recovery": ["x"]}, "b": {"recovery": ["x"]}}})")) ==
        "b>x>b accounts x y b");
}

// All together is needed: without the key that is gone, b would not open even if a did.
TEST_CASE("an alternative that cannot be satisfied makes no circle", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1, "devices": {"phone": {"type": "phone"}}, "accounts": {
    "a": {"recovery": ["b"]}, "b": {"recovery": [{"all": ["a", "phone"]}]}}})"))
            .empty());
  CHECK(circles_of(model_of(R"({"version": 1, "devices": {"phone": {"type": "phone"}}, "accounts": {
    "a": {"recovery": ["b"]},
    "b": {"recovery": [{"at_least": 1, "of": ["a", "phone"]}]}}})")) == "a>b>a accounts a b");
}

TEST_CASE("an account that is its own way in", "[graph]") {
  CHECK(circles_of(model_of(R"({"version": 1, "accounts": {"a": {"recovery": ["a"]}}})")) ==
        "a>a accounts a");
  CHECK(circles_of(model_of(R"({"version": 1, "accounts": {"a": {"password": ["a"]}}})")) ==
        "a>a accounts a");
}

}  // namespace
}  // namespace passkey_audit
