#include "passkey_audit/graph/scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "passkey_audit/catalog/known.hpp"

namespace passkey_audit {
namespace {

// The platforms whose devices go with their maker.
std::vector<Platform> platforms_of(std::string_view vendor) {
  if (vendor == "apple") return {Platform::ios, Platform::ipados, Platform::macos};
  if (vendor == "google") return {Platform::android, Platform::chromeos};
  if (vendor == "microsoft") return {Platform::windows};
  return {};
}

class ScenarioList {
 public:
  ScenarioList(const Inventory& inventory, const Catalog& catalog, const AccessGraph& graph)
      : inventory_(inventory), catalog_(catalog), losses_(graph.losses()) {}

  std::vector<Scenario> run() {
    lost_phones();
    locked_accounts();
    left_vendors();
    lost_keys();
    stolen_bags();
    destroyed_sites();
    night_fires();
    abroad();
    for_each(LossKind::secret, "forgotten", [this](const Loss& loss) {
      return fmt::format("You forget {}", what_is_remembered(loss));
    });
    for_each(LossKind::person, "unreachable", [this](const Loss& loss) {
      return fmt::format("{} cannot be reached", inventory_.label(loss.thing));
    });
    for_each(LossKind::signed_out, "signed-out", [this](const Loss& loss) {
      return fmt::format("Every session of {} ends", inventory_.label(loss.thing));
    });
    cold_start();
    return std::move(scenarios_);
  }

 private:
  void add(std::string id, std::string title, LossSet losses) {
    std::ranges::sort(losses, {},
                      [this](LossId loss) -> const std::string& { return losses_[loss].text; });
    losses.erase(std::unique(losses.begin(), losses.end()), losses.end());
    scenarios_.push_back(
        {.id = std::move(id), .title = std::move(title), .losses = std::move(losses)});
  }

  LossId loss(std::string_view text) const { return *losses_.find(text); }
  LossId loss_of(LossKind kind, ThingId thing) const {
    return loss(fmt::format("{}:{}", word(kind), inventory_.id_of(thing)));
  }

  // One scenario for each candidate loss of a kind.
  template <class Title>
  void for_each(LossKind kind, std::string_view name, Title title) {
    for (std::uint32_t i = 0; i < losses_.size(); ++i) {
      const Loss& candidate = losses_[LossId{i}];
      if (candidate.kind != kind || !candidate.candidate) continue;
      const std::string_view subject =
          std::string_view(candidate.text).substr(candidate.text.find(':') + 1);
      add(fmt::format("{}:{}", name, subject), title(candidate), {LossId{i}});
    }
  }

  std::string what_is_remembered(const Loss& loss) const {
    const std::string_view label = inventory_.label(loss.thing);
    switch (loss.part) {
      case Part::password: return fmt::format("the password of {}", label);
      case Part::codes: return fmt::format("the recovery codes of {}", label);
      case Part::totp: return fmt::format("the code generator seed of {}", label);
      case Part::itself: return std::string(label);
    }
    return {};
  }

  void lost_phones() {
    for (const Device& device : inventory_.devices) {
      if (device.type != DeviceType::phone) continue;
      add(fmt::format("lost-phone:{}", inventory_.id_of(device.thing)),
          fmt::format("{} is lost", inventory_.label(device.thing)),
          {loss_of(LossKind::device, device.thing)});
    }
  }

  void locked_accounts() {
    std::set<ThingId> guards;
    for (const Authenticator& vault : inventory_.authenticators) {
      if (vault.type == AuthenticatorType::vault && inventory_.account(vault.account.thing)) {
        guards.insert(vault.account.thing);
      }
    }
    for (const Account& account : inventory_.accounts) {
      if (!guards.contains(account.thing)) continue;
      add(fmt::format("locked:{}", inventory_.id_of(account.thing)),
          fmt::format("{} is locked or suspended", inventory_.label(account.thing)),
          {loss_of(LossKind::account, account.thing)});
    }
  }

  void left_vendors() {
    for (std::uint32_t i = 0; i < losses_.size(); ++i) {
      const Loss& vendor = losses_[LossId{i}];
      if (vendor.kind != LossKind::vendor) continue;
      LossSet losses{{i}};
      const std::vector<Platform> platforms = platforms_of(vendor.name);
      for (const Device& device : inventory_.devices) {
        if (device.platform && std::ranges::find(platforms, *device.platform) != platforms.end()) {
          losses.push_back(loss_of(LossKind::device, device.thing));
        }
      }
      const std::size_t passkeys = passkeys_at(vendor.name, losses);
      const std::string_view company = company_of(catalog_, vendor.name);
      std::string title = fmt::format("You leave {}, or it leaves you",
                                      company.empty() ? std::string_view(vendor.name) : company);
      if (passkeys != 0) {
        title +=
            fmt::format("; {} passkey{} to register again", passkeys, passkeys == 1 ? "" : "s");
      }
      add(fmt::format("left:{}", vendor.name), std::move(title), losses);
      scenarios_.back().passkeys_to_register = passkeys;
    }
  }

  // Passkeys in the vendor's vaults, or bound to a device that goes with it.
  std::size_t passkeys_at(std::string_view vendor, const LossSet& losses) const {
    std::size_t count = 0;
    for (const Account& account : inventory_.accounts) {
      for (const Passkey& passkey : account.passkeys) {
        const Authenticator* home = inventory_.authenticator(passkey.in.thing);
        if (home == nullptr) continue;
        const bool in_its_vault =
            home->type == AuthenticatorType::vault && vendor_of(catalog_, *home) == vendor;
        const bool on_its_device =
            inventory_.device(home->device.thing) != nullptr &&
            std::ranges::find(losses, loss_of(LossKind::device, home->device.thing)) !=
                losses.end();
        if (in_its_vault || on_its_device) ++count;
      }
    }
    return count;
  }

  void lost_keys() {
    for (const Authenticator& key : inventory_.authenticators) {
      if (key.type != AuthenticatorType::security_key) continue;
      add(fmt::format("lost-key:{}", inventory_.id_of(key.thing)),
          fmt::format("{} is lost", inventory_.label(key.thing)),
          {loss_of(LossKind::security_key, key.thing)});
    }
  }

  void stolen_bags() {
    if (inventory_.profile == Profile::personal) {
      add("stolen-bag", "Your bag is stolen, with everything you carry", {loss("place:carried")});
      return;
    }
    for (const Person& person : inventory_.people) {
      const std::string_view id = inventory_.id_of(person.thing);
      const auto site = losses_.find(fmt::format("place:carried@{}", id));
      if (!site) continue;  // carries nothing
      add(fmt::format("stolen-bag:{}", id),
          fmt::format("The bag of {} is stolen", inventory_.label(person.thing)), {*site});
    }
  }

  // The name of a site: that of the place whose id it is, if there is one.
  std::string_view site_label(const Loss& site) const {
    const ThingId place = inventory_.things.find(site.name);
    return inventory_.place(place) == nullptr ? std::string_view(site.name)
                                              : inventory_.label(place);
  }

  void destroyed_sites() {
    for (const LossId site : losses_.built_sites()) {
      add(fmt::format("destroyed:{}", losses_[site].name),
          fmt::format("{} is destroyed, with everything in it", site_label(losses_[site])), {site});
    }
  }

  void night_fires() {
    if (inventory_.profile != Profile::personal) return;
    for (const LossId site : losses_.built_sites()) {
      add(fmt::format("night-fire:{}", losses_[site].name),
          fmt::format("A fire at night at {}: all that is there, and all that you carry",
                      site_label(losses_[site])),
          {site, loss("place:carried")});
    }
  }

  void abroad() {
    LossSet losses = losses_.built_sites();
    for (std::uint32_t i = 0; i < losses_.size(); ++i) {
      if (losses_[LossId{i}].kind == LossKind::phone_number) losses.push_back({i});
    }
    // What lies at no place that is told is not carried either.
    const auto without_site = [this](LossId candidate) {
      return std::ranges::none_of(losses_.all(), [&](const Loss& site) {
        return site.kind == LossKind::place &&
               std::ranges::find(site.members, candidate) != site.members.end();
      });
    };
    for (std::uint32_t i = 0; i < losses_.size(); ++i) {
      const LossKind kind = losses_[LossId{i}].kind;
      const bool is_thing = kind == LossKind::device || kind == LossKind::security_key;
      if (is_thing && without_site({i})) losses.push_back({i});
    }
    add("abroad", "You are abroad with what you carry; no number works", losses);
  }

  void cold_start() {
    LossSet losses;
    for (const Device& device : inventory_.devices) {
      losses.push_back(loss_of(LossKind::device, device.thing));
    }
    add("cold-start", "Every device is gone at once", losses);
  }

  const Inventory& inventory_;
  const Catalog& catalog_;
  const LossTable& losses_;
  std::vector<Scenario> scenarios_;
};

}  // namespace

std::vector<Scenario> all_scenarios(const Inventory& inventory, const Catalog& catalog,
                                    const AccessGraph& graph) {
  return ScenarioList(inventory, catalog, graph).run();
}

}  // namespace passkey_audit
