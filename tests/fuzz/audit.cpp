// Every inventory that can be read can be audited, shown in every format, and drilled.
#include <fmt/format.h>

#include <string>

#include "fuzz.hpp"
#include "passkey_audit/audit/run_audit.hpp"
#include "passkey_audit/report/drill.hpp"
#include "passkey_audit/report/format.hpp"
#include "passkey_audit/rules/registry.hpp"

namespace passkey_audit {
namespace {

void audit(const ReadInventory& read) {
  const AuditContext context(read.inventory, embedded_catalog(), fuzz::options().today);
  const AuditReport report = run_audit(context, all_rules());
  const Audited audited{.path = "fuzz.json",
                        .inventory = &read.inventory,
                        .problems = read.problems,
                        .report = &report,
                        .today = context.today};
  for (const Rendering& rendering : {Rendering{}, Rendering{.colour = true, .width = 20},
                                     Rendering{.width = 80, .verbose = true}}) {
    for (const Format* format : all_formats()) {
      fuzz::require(!format->render({&audited, 1}, rendering).empty(), "a report says something");
    }
    for (const ScenarioResult& result : run_scenarios(context)) {
      fuzz::require(!drill_as_text(context, result, rendering).empty(), "a drill says something");
    }
  }
  for (const ScenarioResult& result : run_scenarios(context)) {
    fuzz::require(!drill_as_json(context, result).empty(), "a drill says something");
  }
}

void refuse(const ReadInventory& read) {
  const Audited refused{.path = "fuzz.json",
                        .inventory = &read.inventory,
                        .problems = read.problems,
                        .today = fuzz::options().today};
  for (const Format* format : all_formats()) {
    fuzz::require(!format->render({&refused, 1}, {}).empty(), "a refusal says something");
  }
}

}  // namespace
}  // namespace passkey_audit

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passkey_audit;
  const ReadInventory read =
      read_inventory_text(fuzz::text_of(data, size), "fuzz.json", fuzz::options());
  read.usable() ? audit(read) : refuse(read);
  return 0;
}
