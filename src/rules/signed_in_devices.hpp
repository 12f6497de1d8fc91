// The devices that somebody signs in to an account with.
#pragma once

#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "together.hpp"

namespace passkey_audit {

// The devices that an authenticator lives on: of a vault those that are signed in to it, of a phone
// number the one with its SIM.
inline std::vector<ThingId> devices_of(const AuditContext& context, ThingId thing) {
  if (context.inventory.device(thing) != nullptr) return {thing};
  const Authenticator* authenticator = context.inventory.authenticator(thing);
  if (authenticator == nullptr) return {};
  std::vector<ThingId> devices;
  const auto add = [&](const Reference& device) {
    if (context.inventory.device(device.thing) != nullptr) add_once(devices, device.thing);
  };
  add(authenticator->device);
  add(authenticator->sim_in);
  for (const Reference& device : authenticator->devices) add(device);
  return devices;
}

// Those of its passkeys and of its ways to sign in; each once.
inline std::vector<ThingId> sign_in_devices(const AuditContext& context, const Account& account) {
  std::vector<ThingId> devices;
  const auto add = [&](ThingId thing) {
    for (const ThingId device : devices_of(context, thing)) add_once(devices, device);
  };
  for (const Passkey& passkey : account.passkeys) add(passkey.in.thing);
  for (const ThingId thing : things_named({&account.second_factors, &account.other_sign_in})) {
    add(thing);
  }
  return devices;
}

}  // namespace passkey_audit
