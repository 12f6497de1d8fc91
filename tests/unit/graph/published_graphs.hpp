// Access graphs that others published, and loops that the design gives the answers of, in the
// notation of one line.
#pragma once

#include <string_view>

namespace passkey_audit::published {

// lnschroeder/user-account-access-graph
inline constexpr std::string_view dilma =
    "OTPApp>pw_Netflix pw_Netflix>Netflix Gmail>Netflix USB_Stick>OTPApp_Recovery "
    "OTPApp_Recovery>OTPApp Phone+Finger>OTPApp pw_OTPApp+Phone>OTPApp OTPApp>otp_Gmail "
    "YubiKey>otp_Gmail Finger+Phone>Bitwarden pw_Bitwarden>Bitwarden Bitwarden>pw_Gmail "
    "pw_Gmail+otp_Gmail>Gmail";

// SamJakob/agtool2, `hypothetical`
inline constexpr std::string_view agtool2 =
    "Password>Mail Fingerprint+Locked_Phone>Mail Locked_Phone+Phone_PIN>Mail "
    "Password>Ecommerce Fingerprint+Locked_Phone>Ecommerce Locked_Phone+Phone_PIN>Ecommerce "
    "ATM_Card_PIN+Banking_Password+Banking_Security_Device>Banking";

// The vault needs a code by mail, and the mailbox the vault.
inline constexpr std::string_view dead_vault =
    "master_pw+email_code>vault mailbox>email_code vault>mailbox";
inline constexpr std::string_view live_vault =
    "master_pw+email_code>vault mailbox>email_code vault>mailbox live_session>mailbox";

inline constexpr std::string_view manager =
    "master_pw+totp>manager phone>totp cloud_backup>totp cloud_account>cloud_backup "
    "manager>cloud_account recovery_codes>cloud_account";

}  // namespace passkey_audit::published
