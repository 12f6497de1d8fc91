#include "passkey_audit/interview/write_draft.hpp"

#include "passkey_audit/inventory/format_inventory.hpp"
#include "passkey_audit/support/written_json.hpp"
#include "passkey_audit/support/written_parts.hpp"

namespace passkey_audit {
namespace {

class Writing {
 public:
  Writing(std::string_view text, const Draft& draft)
      : draft_(draft), root_(read_written_json(text)) {}

  std::string run() {
    for (const DraftPlace& place : draft_.places) add("places", place);
    for (const DraftPerson& person : draft_.people) add("people", person);
    for (const DraftDevice& device : draft_.devices) add("devices", device);
    for (const DraftAuthenticator& one : draft_.authenticators) add("authenticators", one);
    for (const DraftMethod& method : draft_.methods) add("recovery_methods", method);
    for (const DraftAccount& account : draft_.accounts) {
      if (!account.known) {
        add("accounts", account);
      } else if (account.open) {
        complete(account);
      }
    }
    return lay_out_json(root_, 2);
  }

 private:
  template <class Thing>
  void add(std::string_view collection, const Thing& thing) {
    if (thing.known) return;
    entry_ = WrittenParts::object();
    put("name", thing.name);
    describe(thing);
    parts_.add(collection_of(collection), thing.id, std::move(entry_));
  }

  // Of an account that stands in the inventory with nothing but what it is.
  void complete(const DraftAccount& account) {
    WrittenJson* accounts = WrittenParts::find(root_, "accounts");
    WrittenJson* known = accounts == nullptr ? nullptr : WrittenParts::find(*accounts, account.id);
    if (known == nullptr) return;
    entry_ = WrittenParts::object();
    describe(account);
    for (WrittenJson& member : entry_.members) {
      if (WrittenParts::find(*known, member.name()) == nullptr) known->members.push_back(member);
    }
  }

  void describe(const DraftPlace& /*place*/) {}

  void describe(const DraftPerson& person) {
    if (person.has_left) put("status", word(PersonStatus::left));
  }

  void describe(const DraftDevice& device) {
    if (device.type) put("type", word(*device.type));
    if (device.platform) put("platform", word(*device.platform));
    put("place", device.place);
    put("owner", device.owner);
  }

  void describe(const DraftAuthenticator& one) {
    put("type", word(one.type));
    put("owner", one.owner);
    put("provider", one.provider);
    put("account", one.account);
    put("devices", one.devices);
    put("device", one.device);
    put("place", one.place);
    put("spare_of", one.spare_of);
    if (!one.opens.empty()) put("opens", std::optional(one.opens));
    if (!one.stored_in.empty()) put("stored_in", std::optional(one.stored_in));
    put("sim_in", one.sim_in);
    put("new_sim_after", one.new_sim_after);
  }

  void describe(const DraftMethod& method) {
    put("type", word(method.type));
    put("person", method.person);
    put("account", method.account);
    if (!method.stored_in.empty()) put("stored_in", std::optional(method.stored_in));
    if (!method.needs.empty()) put("needs", std::optional(method.needs));
  }

  void describe(const DraftAccount& account) {
    put("service", account.service);
    put("importance", word(account.importance));
    Ids roles;
    for (const Role role : account.roles) roles.emplace_back(word(role));
    if (!roles.empty()) put("roles", std::optional(roles));
    if (!account.owners.empty()) put("owners", std::optional(account.owners));
    put("passkeys", account.passkeys);
    put("password", account.password);
    put("second_factors", account.second_factors);
    put("totp", account.totp);
    put("codes", account.codes);
    put("other_sign_in", account.other_sign_in);
    if (account.recovery) {
      WrittenJson ways = WrittenParts::array();
      for (const Ids& way : *account.recovery) ways.members.push_back(way_of(way));
      entry_.members.push_back(parts_.member("recovery", std::move(ways)));
    }
    put("federated_via", account.federated_via);
    put("org", account.org);
    put("domain_at", account.domain_at);
  }

  WrittenJson way_of(const Ids& things) {
    if (things.size() == 1) return parts_.text(things.front());
    WrittenJson way = WrittenParts::object();
    way.members.push_back(parts_.member("all", things));
    return way;
  }

  void put(std::string_view key, std::string_view text) {
    if (!text.empty()) entry_.members.push_back(parts_.member(key, text));
  }
  void put(std::string_view key, const std::optional<Ids>& ids) {
    if (ids) entry_.members.push_back(parts_.member(key, *ids));
  }

  // One that is new stands where fmt would put it: in the order in which they are written, and all
  // of them before the accounts.
  WrittenJson& collection_of(std::string_view name) {
    if (WrittenJson* known = WrittenParts::find(root_, name)) return *known;
    auto before = root_.members.begin();
    while (before != root_.members.end() && before->name() != "accounts") ++before;
    return *root_.members.insert(before, parts_.member(name, WrittenParts::object()));
  }

  const Draft& draft_;
  WrittenParts parts_;
  WrittenJson root_;
  WrittenJson entry_;  // in the making
};

std::string head_of(const Draft& draft) {
  std::string head = R"({"version": 1, )";
  if (draft.profile == Profile::team) head += R"("profile": "team", )";
  if (draft.reviewed_on) head += R"("reviewed_on": ")" + format_date(*draft.reviewed_on) + "\", ";
  return head + R"("accounts": {}})";
}

}  // namespace

std::string written(const Draft& draft) {
  return format_inventory(added_to(head_of(draft), draft));
}

std::string added_to(std::string_view inventory, const Draft& draft) {
  return Writing(inventory, draft).run();
}

}  // namespace passkey_audit
