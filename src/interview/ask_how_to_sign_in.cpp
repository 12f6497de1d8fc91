// How somebody signs in to one account.
#include <fmt/format.h>

#include <algorithm>

#include "device_words.hpp"
#include "passkey_audit/support/lower_case.hpp"
#include "question.hpp"

namespace passkey_audit {
namespace {

enum class Kind { none, passkey, password, message, app, federated, mail };

Kind kind_of(const std::string& item) {
  const std::string small = lower_case(item);
  if (has_word(item, {"passkey", "passkeys"})) return Kind::passkey;
  if (has_word(item, {"password", "passwords", "passphrase"})) return Kind::password;
  if (small.starts_with("sign in with ") || small.starts_with("log in with ") ||
      small.starts_with("with ") || small.starts_with("through ")) {
    return Kind::federated;
  }
  if (has_word(item, {"text", "sms", "message", "call"})) return Kind::message;
  if (has_word(item, {"app", "push", "tap"})) return Kind::app;
  if (has_word(item, {"link", "e-mail", "email", "mail"})) return Kind::mail;
  return Kind::none;
}

void put(std::optional<Ids>& list, const std::string& id) {
  if (!list) list.emplace();
  if (std::ranges::find(*list, id) == list->end()) list->push_back(id);
}

class TakingSignIn {
 public:
  TakingSignIn(Names& names, std::string account)
      : names_(names), draft_(names.draft()), id_(std::move(account)), owner_(account_().owner()) {}

  Taken run(const std::string& answer) {
    if (is_dont_know(answer)) return {};
    for (const std::string& item : listed(answer, And::separates)) {
      if (std::string complaint = take(item); !complaint.empty()) {
        return Taken::not_understood(complaint);
      }
    }
    // Until the next answer nobody knows what the password opens alone.
    DraftAccount& account = account_();
    if (account.password && !account.second_factors) account.second_factors = Ids{"unknown"};
    return {};
  }

 private:
  DraftAccount& account_() { return *draft_.account(id_); }

  std::string take(const std::string& item) {
    const Kind said = kind_of(item);
    const Located parts = located(item, At::first);
    if (said == Kind::none && last_ == Kind::none) return take_bare(item);
    const bool goes_on = said == Kind::none;
    if (!goes_on) last_ = said;
    std::string where = parts.where;
    if (goes_on)
      where = parts.where.empty() ? item : parts.where;  // "... in iCloud and on YubiKey"
    switch (last_) {
      case Kind::passkey: return take_passkey(where.empty() && names_known(item) ? item : where);
      case Kind::password: return take_password(where, item);
      case Kind::message: put(account_().other_sign_in, own_number()); return {};
      case Kind::app: return take_app(where);
      case Kind::federated: return take_federated(item);
      case Kind::mail: return take_mail(where);
      case Kind::none: break;
    }
    return {};
  }

  // "YubiKey" alone is a passkey on it, "Bitwarden" alone a password in it: the weaker of the two
  // things that it may mean.
  std::string take_bare(const std::string& item) {
    if (const auto key = names_.key(item, owner_)) {
      put(account_().passkeys, *key);
      return {};
    }
    const Located parts = located(item, At::first);
    const auto store = names_.store(parts.where.empty() ? item : parts.where, owner_, "it");
    if (!store) {
      return "Say what signs you in, such as \"passkey in iCloud\" or \"password in my head\".";
    }
    put(account_().password, *store);
    return {};
  }

  bool names_known(const std::string& item) { return names_.key(item, owner_).has_value(); }

  std::string take_passkey(const std::string& where) {
    if (where.empty()) {
      return "Say where the passkey is, such as \"passkey in iCloud\", or \"passkey in ?\".";
    }
    if (is_dont_know(where)) {
      put(account_().passkeys, "unknown");
      return {};
    }
    if (has_word(where, {"keys", "yubikeys"})) {
      for (const std::string& key : names_.keys_of(owner_)) put(account_().passkeys, key);
      if (account_().passkeys) return {};
    }
    const auto home = passkey_home(where);
    if (!home) {
      return fmt::format(
          "It is not clear where {} is; say a password manager, a device or a security "
          "key that you have named.",
          quoted(where));
    }
    put(account_().passkeys, *home);
    return {};
  }

  std::optional<std::string> passkey_home(const std::string& where) {
    if (const auto key = names_.key(where, owner_)) return key;
    if (const auto vault = names_.vault(where, owner_)) return vault;
    const auto device = names_.device(where, owner_);
    if (!device) return std::nullopt;
    return home_on(*device);
  }

  // On an iPhone a passkey is in the vault that Apple syncs there. Anywhere else nobody said that
  // it leaves the device.
  std::string home_on(const std::string& id) {
    const DraftDevice& device = *std::ranges::find(draft_.devices, id, &DraftDevice::id);
    const bool is_apple = device.platform == Platform::ios || device.platform == Platform::ipados ||
                          device.platform == Platform::macos;
    const bool is_android = device.platform == Platform::android;
    for (const DraftAuthenticator& one : draft_.authenticators) {
      const bool is_builtin = (is_apple && one.provider == "apple-passwords") ||
                              (is_android && one.provider == "google-password-manager");
      const bool is_there =
          is_builtin && one.devices && std::ranges::find(*one.devices, id) != one.devices->end();
      const bool is_on_it = one.type == AuthenticatorType::platform && one.device == id;
      if (is_there || is_on_it) return one.id;
    }
    const std::string called = device.name.empty() ? device.id : device.name;
    return names_.on_device(AuthenticatorType::platform, id, fmt::format("passkeys on {}", called));
  }

  std::string take_password(const std::string& where, const std::string& item) {
    if (where.empty()) {
      if (has_word(item, {"?"})) {
        put(account_().password, "unknown");
        return {};
      }
      return "Say where the password is: \"password in my head\", \"password in iCloud\", or "
             "\"password in ?\".";
    }
    const auto store = names_.store(where, owner_, "the password");
    if (!store) return store.error();
    put(account_().password, *store);
    return {};
  }

  std::string take_app(const std::string& where) {
    const auto device = where.empty() ? std::nullopt : names_.device(where, owner_);
    if (!device) return "Say on which device the app is, such as \"app on iPhone\".";
    put(account_().other_sign_in,
        names_.on_device(AuthenticatorType::push, *device,
                         fmt::format("the app of {}", draft_.label(id_))));
    return {};
  }

  std::string take_federated(const std::string& item) {
    const std::size_t with = lower_case(item).find("with ");
    const std::string name = item.substr(with == std::string::npos ? item.find(' ') + 1 : with + 5);
    const std::string through = names_.account(name, owner_);
    if (through == id_) return "An account cannot sign in through itself.";
    account_().federated_via = through;
    return {};
  }

  std::string take_mail(const std::string& where) {
    const std::string name = lower_case(where).starts_with("with ") ? where.substr(5) : where;
    if (name.empty()) return "Say to which mailbox the link goes, such as \"link to gmail\".";
    const std::string mailbox = names_.account(name, owner_);
    put(account_().other_sign_in, mailbox);
    return {};
  }

  std::string own_number() { return names_.number(owner_); }

  Names& names_;
  Draft& draft_;
  std::string id_;
  std::string owner_;
  Kind last_ = Kind::none;
};

// With things of their own.
std::string example_for(const Draft& draft) {
  std::string vault, key;
  for (const DraftAuthenticator& one : draft.authenticators) {
    if (one.type == AuthenticatorType::vault && vault.empty()) vault = draft.label(one.id);
    if (one.type == AuthenticatorType::security_key && key.empty()) key = draft.label(one.id);
  }
  if (vault.empty() && key.empty()) return "password in my head";
  if (key.empty()) return fmt::format("passkey in {}, password in my head", vault);
  if (vault.empty()) return fmt::format("passkey on {}, password in my head", key);
  return fmt::format("passkey in {} and on {}, password in my head", vault, key);
}

}  // namespace

std::optional<Question> ask_how_to_sign_in(const Draft& draft, const DraftAccount& account) {
  const std::string& last = draft.last.sign_in;
  const bool is_team = draft.profile == Profile::team;
  return Question{.text = fmt::format("How {} sign in to {}?", is_team ? "does one" : "do you",
                                      draft.label(account.id)),
                  .example = example_for(draft),
                  .enter = last.empty() ? "don't know"
                                        : fmt::format("the same as for {}: {}",
                                                      draft.label(draft.last.of), last),
                  .take = [id = account.id](Names& names, const std::string& answer) {
                    const std::string said = answer.empty() ? names.draft().last.sign_in : answer;
                    Taken taken = TakingSignIn(names, id).run(said.empty() ? "?" : said);
                    names.draft().last.sign_in = said;
                    return taken;
                  }};
}

}  // namespace passkey_audit
