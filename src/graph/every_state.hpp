// What is out in every state of a few losses, each lost or not, with one bit for each state.
// Internal to this module.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cut_set_family.hpp"
#include "decision_diagram.hpp"
#include "risk_model.hpp"

namespace passkey_audit {

// Bit s: out in the state s, in which the losses are lost whose bits s has.
using StateTable = std::vector<std::uint64_t>;

// The states of these losses, by their numbers in the model; no other loss happens. `things`: what
// is looked at, rising, with all that it hangs on. By `wanted`, which are among them; nothing once
// the effort is exhausted.
[[nodiscard]] std::vector<StateTable> out_in_every_state(const RiskModel& model,
                                                         std::span<const std::uint32_t> things,
                                                         std::span<const std::uint32_t> losses,
                                                         std::span<const std::uint32_t> wanted,
                                                         Effort& effort);

// `likelihood`: by number of the loss.
[[nodiscard]] DecisionDiagram::Value value_of(const StateTable& out,
                                              std::span<const std::uint32_t> losses,
                                              std::span<const double> likelihood);

}  // namespace passkey_audit
