// The words of the inventory format that stand for a choice, beside the enumerators they mean. The
// reader, the writer, the hints and the schema all use these tables.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace passkey_audit {

// Words<E>::list[i] is the word for the enumerator with value i.
template <class E>
struct Words;

template <class E>
constexpr std::string_view word(E value) {
  return Words<E>::list[static_cast<std::size_t>(value)];
}

template <class E>
constexpr std::optional<E> from_word(std::string_view text) {
  for (std::size_t i = 0; i < Words<E>::list.size(); ++i) {
    if (Words<E>::list[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

enum class Profile : std::uint8_t { personal, team };
template <>
struct Words<Profile> {
  static constexpr std::array<std::string_view, 2> list{"personal", "team"};
};

enum class PersonStatus : std::uint8_t { active, left };
template <>
struct Words<PersonStatus> {
  static constexpr std::array<std::string_view, 2> list{"active", "left"};
};

enum class Status : std::uint8_t { active, lost, stolen, retired };
template <>
struct Words<Status> {
  static constexpr std::array<std::string_view, 4> list{"active", "lost", "stolen", "retired"};
};

enum class DeviceType : std::uint8_t { phone, tablet, laptop, desktop, other };
template <>
struct Words<DeviceType> {
  static constexpr std::array<std::string_view, 5> list{"phone", "tablet", "laptop", "desktop",
                                                        "other"};
};

enum class Platform : std::uint8_t {
  ios,
  ipados,
  macos,
  windows,
  android,
  chromeos,
  linux_,  // `linux` is a macro of GNU compilers
  other
};
template <>
struct Words<Platform> {
  static constexpr std::array<std::string_view, 8> list{"ios",     "ipados",   "macos", "windows",
                                                        "android", "chromeos", "linux", "other"};
};

enum class Ownership : std::uint8_t { personal, company };
template <>
struct Words<Ownership> {
  static constexpr std::array<std::string_view, 2> list{"personal", "company"};
};

enum class Connector : std::uint8_t { usb_a, usb_c, lightning, nfc };
template <>
struct Words<Connector> {
  static constexpr std::array<std::string_view, 4> list{"usb-a", "usb-c", "lightning", "nfc"};
};

enum class AuthenticatorType : std::uint8_t {
  vault,
  platform,
  push,
  certificate,
  security_key,
  secret,
  totp,
  phone_number
};
template <>
struct Words<AuthenticatorType> {
  static constexpr std::array<std::string_view, 8> list{
      "vault", "platform", "push", "certificate", "security-key", "secret", "totp", "phone-number"};
};

enum class RecoveryType : std::uint8_t {
  recovery_codes,
  recovery_key,
  emergency_kit,
  backup_file,
  recovery_contact,
  emergency_access,
  legacy_contact,
  recovery_email,
  admin_reset,
  support,
  security_question
};
template <>
struct Words<RecoveryType> {
  static constexpr std::array<std::string_view, 11> list{
      "recovery-codes",   "recovery-key",     "emergency-kit",    "backup-file",
      "recovery-contact", "emergency-access", "legacy-contact",   "recovery-email",
      "admin-reset",      "support",          "security-question"};
};

// In rising order.
enum class Importance : std::uint8_t { normal, high, critical };
template <>
struct Words<Importance> {
  static constexpr std::array<std::string_view, 3> list{"normal", "high", "critical"};
};

enum class Role : std::uint8_t {
  platform,
  email,
  password_manager,
  identity_provider,
  registrar,
  cloud_root,
  admin,
  break_glass,
  bank
};
template <>
struct Words<Role> {
  static constexpr std::array<std::string_view, 9> list{"platform",
                                                        "email",
                                                        "password-manager",
                                                        "identity-provider",
                                                        "registrar",
                                                        "cloud-root",
                                                        "admin",
                                                        "break-glass",
                                                        "bank"};
};

enum class Export : std::uint8_t { none, app_to_app, file, encrypted_file };
template <>
struct Words<Export> {
  static constexpr std::array<std::string_view, 4> list{"none", "app-to-app", "file",
                                                        "encrypted-file"};
};

// In rising order.
enum class Severity : std::uint8_t { low, medium, high, critical };
template <>
struct Words<Severity> {
  static constexpr std::array<std::string_view, 4> list{"low", "medium", "high", "critical"};
};

}  // namespace passkey_audit
