#include "passkey_audit/inventory/format_inventory.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "fields.hpp"
#include "passkey_audit/support/written_json.hpp"

namespace passkey_audit {
namespace {

using Keys = std::span<const std::string_view>;

// Where keys stand that are not among the others of an order; else behind them all.
constexpr std::string_view others = "*";

constexpr std::array<std::string_view, 15> root_keys{
    "$schema",        "version",          "profile", "title",  "reviewed_on", "include",
    "policy",         "waivers",          others,    "places", "people",      "devices",
    "authenticators", "recovery_methods", "accounts"};
constexpr std::array<std::string_view, 5> copies_keys{"stored_in", "issued", "remaining",
                                                      "generated_on", "tested_on"};
constexpr std::array<std::string_view, 5> way_keys{"at_least", "all", "of", "wait",
                                                   "works_when_locked"};
constexpr std::array<std::string_view, 7> passkey_keys{
    "in", "registered_on", "used_on", "tested_on", "backup_eligible", "backed_up", "on"};
constexpr std::array<std::string_view, 3> review_keys{"reviewed_on", "support_can_restore",
                                                      "worst_case"};

// The order of the fields' tables; of what has a type, that first.
template <class Owner>
Keys keys_of() {
  static const std::vector<std::string_view> keys = [] {
    std::vector<std::string_view> all;
    if constexpr (std::is_same_v<Owner, Authenticator> || std::is_same_v<Owner, RecoveryMethod>) {
      all = {"type", "id"};
    }
    for (const Field<Owner>& field : fields_of<Owner>()) all.push_back(field.key);
    return all;
  }();
  return keys;
}

void order(WrittenJson& object, Keys keys) {
  const auto rank = [&](const WrittenJson& member) {
    const auto known = std::ranges::find(keys, member.name());
    return (known != keys.end() ? known : std::ranges::find(keys, others)) - keys.begin();
  };
  std::ranges::stable_sort(object.members, {}, rank);
}

bool is_object(const WrittenJson& json) {
  return json.form == WrittenJson::Form::object;
}

class Formatting {
 public:
  void format_root(WrittenJson& root) {
    order(root, root_keys);
    for (WrittenJson& member : root.members) {
      const std::string_view name = member.name();
      if (name == "places") entries<Place>(member);
      if (name == "people") entries<Person>(member);
      if (name == "devices") entries<Device>(member);
      if (name == "authenticators") entries<Authenticator>(member);
      if (name == "recovery_methods") entries<RecoveryMethod>(member);
      if (name == "accounts") entries<Account>(member);
    }
  }

 private:
  template <class Owner>
  void entries(WrittenJson& collection) {
    for (WrittenJson& entry : collection.members) {
      if (is_object(entry)) thing(entry, keys_of<Owner>());
    }
  }

  void thing(WrittenJson& object, Keys keys) {
    order(object, keys);
    for (WrittenJson& member : object.members) {
      if (!member.name().starts_with("x-")) field(member, keys_inside(member.name()));
    }
  }

  static Keys keys_inside(std::string_view field) {
    if (field == "password" || field == "codes" || field == "totp") return copies_keys;
    if (field == "passkeys") return passkey_keys;
    if (field == "service_review") return review_keys;
    return way_keys;
  }

  // A field holds a thing that is declared in place, an object of a form of its own, or a list of
  // these, however deep.
  void field(WrittenJson& value, Keys keys) {
    if (is_object(value)) {
      if (const WrittenJson* type = find(value, "type"))
        return thing(value, keys_of_type(type->text));
      order(value, keys);
    }
    for (WrittenJson& member : value.members) field(member, keys);
  }

  static const WrittenJson* find(const WrittenJson& object, std::string_view name) {
    const auto found = std::ranges::find(object.members, name, &WrittenJson::name);
    return found == object.members.end() ? nullptr : &*found;
  }

  static Keys keys_of_type(std::string_view quoted) {
    const std::string_view type = quoted.size() < 2 ? quoted : quoted.substr(1, quoted.size() - 2);
    return from_word<RecoveryType>(type) ? keys_of<RecoveryMethod>() : keys_of<Authenticator>();
  }
};

}  // namespace

std::string format_inventory(std::string_view text) {
  WrittenJson root = read_written_json(text);
  Formatting().format_root(root);
  return lay_out_json(root, 2);
}

}  // namespace passkey_audit
