// Where passwords and passkeys live.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "question.hpp"

namespace passkey_audit {
namespace {

bool is_no_vault(std::string_view item) {
  return has_word(item, {"head", "memory", "paper", "notebook", "mind"});
}

// Bound to its device, such as Windows Hello.
bool is_built_in(std::string_view item) {
  return has_word(item, {"hello"});
}

std::string only_device(const Draft& draft) {
  return draft.devices.size() == 1 ? draft.devices.front().id : std::string();
}

class TakingVaults {
 public:
  explicit TakingVaults(Names& names) : names_(names), draft_(names.draft()) {}

  Taken run(const std::string& answer) {
    if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
    for (const std::string& item : listed(answer, And::belongs)) {
      if (is_no_vault(item)) continue;
      if (std::string complaint = take(item); !complaint.empty()) {
        return Taken::not_understood(complaint);
      }
    }
    return Taken::with_note(guards_.empty()
                                ? ""
                                : fmt::format("Noted as an account of its own, since it "
                                              "guards them: {}.",
                                              fmt::join(guards_, ", ")));
  }

 private:
  std::string take(std::string item) {
    const std::string owner = names_.take_owner(item);
    const Located parts = located(item, At::first);
    if (parts.where.empty() && continues(item)) return {};
    if (is_built_in(parts.what)) return take_built_in(parts);
    const std::size_t before = draft_.accounts.size();
    auto vault = names_.vault(parts.what, owner);
    const std::string where = parts.where.empty() ? only_device(draft_) : parts.where;
    if (where.empty()) {
      return fmt::format("Say on which devices {} is, such as \"iCloud on iPhone and MacBook\".",
                         quoted(parts.what));
    }
    if (!vault) vault = names_.add_other_vault(parts.what, owner);
    if (draft_.accounts.size() > before) guards_.push_back(draft_.label(draft_.accounts.back().id));
    last_ = *vault;
    if (is_dont_know(where)) return {};
    const auto devices = names_.devices(where, owner);
    if (!devices) return devices.error();
    draft_.authenticator(last_)->devices = *devices;
    return {};
  }

  // "iCloud on iPhone, MacBook": the MacBook is one more device.
  bool continues(const std::string& item) {
    if (last_.empty() || names_.vault(item)) return false;
    const auto device = names_.device(item);
    if (!device) return false;
    auto& devices = draft_.authenticator(last_)->devices;
    if (!devices) devices.emplace();
    devices->push_back(*device);
    return true;
  }

  std::string take_built_in(const Located& parts) {
    const std::string where = parts.where.empty() ? only_device(draft_) : parts.where;
    const auto device = names_.device(where);
    if (where.empty() || !device)
      return "Say on which device that is, such as \"Windows Hello on PC\".";
    names_.on_device(AuthenticatorType::platform, *device, "Windows Hello");
    return {};
  }

  Names& names_;
  Draft& draft_;
  std::string last_;  // vault
  Ids guards_;
};

}  // namespace

std::optional<Question> ask_for_vaults(const Draft& draft) {
  if (draft.has(AuthenticatorType::vault)) return std::nullopt;
  return Question{.text = "In which apps are passwords and passkeys kept, and on which devices?",
                  .example = "iCloud Keychain on iPhone and MacBook, Bitwarden on all",
                  .enter = "in none",
                  .take = [](Names& names, const std::string& answer) {
                    return TakingVaults(names).run(answer);
                  }};
}

}  // namespace passkey_audit
