#include <fmt/format.h>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "spare_accounts.hpp"

namespace passkey_audit {
namespace {

// What stands in the way, and what to do about it.
struct Obstacle {
  std::string what;  // "has no PIN": goes on from the key's name
  Instruction remedy;
};

std::vector<const Device*> active_devices(const AuditContext& context) {
  std::vector<const Device*> devices;
  for (const Device& device : context.inventory.devices) {
    if (device.status == Status::active) devices.push_back(&device);
  }
  return devices;
}

bool share_a_connector(const Authenticator& key, const Device& device) {
  return std::ranges::any_of(key.connectors, [&](Connector connector) {
    return std::ranges::find(device.connectors, connector) != device.connectors.end();
  });
}

std::optional<Obstacle> fits_no_device(const AuditContext& context, const Authenticator& key) {
  const std::vector<const Device*> devices = active_devices(context);
  if (!key.connectors.told() || devices.empty()) return std::nullopt;
  std::vector<ThingId> things;
  for (const Device* device : devices) {
    if (!device->connectors.told() || share_a_connector(key, *device)) return std::nullopt;
    things.push_back(device->thing);
  }
  const std::string name = context.name(key.thing);
  return Obstacle{
      fmt::format("fits none of your devices ({})", context.names_of(things)),
      {fmt::format("Get an adapter that joins {} to {}, and keep it with the key.", name,
                   things.size() == 1 ? context.name(things.front()) : "one of your devices"),
       {}}};
}

std::optional<Obstacle> has_no_pin(const AuditContext& context, const Authenticator& key) {
  if (key.pin_set != false) return std::nullopt;
  return Obstacle{"has no PIN",
                  {fmt::format("Set a PIN on {}, in the security key settings of your computer or "
                               "browser.",
                               context.name(key.thing)),
                   {},
                   one_change(ChangeKind::set_pin, key.thing)}};
}

struct Slots {
  std::uint64_t total = 0;
  std::uint64_t used = 0;

  std::uint64_t free() const { return total - used; }
  bool nearly_full() const { return total != 0 && used * 10 >= total * 9; }
};

// No value: not known, or more are in use than the catalog knows of.
std::optional<Slots> slots_of(const AuditContext& context, const Authenticator& key) {
  const ModelFacts* model = key.aaguid.told() ? context.catalog.model(key.aaguid) : nullptr;
  const auto total = key.slots_total || model == nullptr ? key.slots_total : model->slots;
  if (!total || !key.slots_used || *key.slots_used > *total) return std::nullopt;
  return Slots{*total, *key.slots_used};
}

// How many more passkeys the spare has to hold to stand in for the other key. A key that is only a
// second factor takes no slot.
std::size_t passkeys_to_register(const AuditContext& context, const SparePair& pair,
                                 const std::vector<std::uint32_t>& without_spare) {
  return static_cast<std::size_t>(std::ranges::count_if(without_spare, [&](std::uint32_t account) {
    return std::ranges::any_of(context.account(account).passkeys, [&](const Passkey& passkey) {
      return passkey.in.thing == pair.primary->thing;
    });
  }));
}

std::optional<Obstacle> has_no_room(const AuditContext& context, const Authenticator& key,
                                    std::size_t to_register) {
  const std::optional<Slots> slots = slots_of(context, key);
  if (!slots || (slots->free() >= to_register && !slots->nearly_full())) return std::nullopt;
  const std::string room = slots->free() == 0
                               ? "has no room for another passkey"
                               : fmt::format("has room for only {} more passkey{}", slots->free(),
                                             slots->free() == 1 ? "" : "s");
  return Obstacle{slots->free() < to_register
                      ? fmt::format("{}, while {} {} still missing on it", room, to_register,
                                    to_register == 1 ? "is" : "are")
                      : room,
                  {fmt::format("Delete the passkeys of accounts that you no longer have from {}, "
                               "or get a spare with more room.",
                               context.name(key.thing)),
                   {}}};
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const SparePair& pair : spare_pairs(context)) {
    const Authenticator& key = *pair.spare;
    SpareAccounts accounts = accounts_of(context, pair);
    if (accounts.all.empty()) continue;
    std::vector<std::string> obstacles;
    Remedy remedy;
    for (const std::optional<Obstacle>& obstacle :
         {has_no_pin(context, key), fits_no_device(context, key),
          has_no_room(context, key, passkeys_to_register(context, pair, accounts.without_spare))}) {
      if (!obstacle) continue;
      obstacles.push_back(obstacle->what);
      remedy.steps.push_back(obstacle->remedy);
    }
    if (obstacles.empty()) continue;
    outcome.add({.subject = std::string(context.inventory.id_of(key.thing)),
                 .at = key.thing,
                 .accounts = std::move(accounts.all),
                 .message = fmt::format("{} {}", context.name(key.thing), listed(obstacles)),
                 .remedy = std::move(remedy)});
  }
}

}  // namespace

extern const Rule spare_cannot_be_used{
    .id = "PKA206",
    .title = "Spare cannot be used",
    .why =
        "A spare lies in a drawer for years, and its faults show on the day you need it: no plug "
        "that fits, no PIN, no room for one more passkey.",
    .remedy =
        "See that the spare fits the devices you use, has a PIN, and has room for every account of "
        "the first key.",
    .severity = Severity::medium,
    .item = Item::hardware_backup,
    .sources = {"AP1", "Y2"},
    .check = check,
};

}  // namespace passkey_audit
