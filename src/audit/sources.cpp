#include "passkey_audit/audit/sources.hpp"

#include <algorithm>
#include <array>

namespace passkey_audit {
namespace {

constexpr std::string_view nist_events = "https://pages.nist.gov/800-63-4/sp800-63b/events/";
constexpr std::string_view nist_syncable = "https://pages.nist.gov/800-63-4/sp800-63b/syncable/";
constexpr std::string_view entra_emergency =
    "https://learn.microsoft.com/entra/identity/role-based-access-control/"
    "security-emergency-access";
constexpr std::string_view scuba_entra =
    "https://github.com/cisagov/ScubaGear/blob/main/PowerShell/ScubaGear/baselines/aad.md";
constexpr std::string_view scuba_google =
    "https://github.com/cisagov/ScubaGoggles/blob/main/scubagoggles/baselines/commoncontrols.md";

constexpr std::array sources{
    // ---- NIST
    Source{"N1",
           "Have at least two separate ways to sign in to every account, so that recovery is "
           "rarely needed",
           "NIST SP 800-63B-4, section 4.1.2.1", nist_events},
    Source{"N2",
           "Adding an authenticator takes the strongest sign-in that the account has, and its "
           "owner hears of it another way",
           "NIST SP 800-63B-4, sections 4.1.2.1 and 4.6", nist_events},
    Source{"N3", "Use a new authenticator once, to see that it works",
           "NIST SP 800-63B-4, section 4.1.2.2", nist_events},
    Source{"N4",
           "Register the replacement before the old authenticator expires, and retire the old one "
           "once the new one has been used",
           "NIST SP 800-63B-4, section 4.1.4", nist_events},
    Source{"N5",
           "Recovery rests on saved codes, on codes that are sent, on recovery contacts, or on "
           "proving once more who you are",
           "NIST SP 800-63B-4, section 4.2.1", nist_events},
    Source{"N6",
           "A saved recovery code has at least 64 random bits, is kept offline, works once, and is "
           "then replaced",
           "NIST SP 800-63B-4, section 4.2.1.1", nist_events},
    Source{"N7",
           "At least two recovery addresses can be set, each confirmed before it counts; codes "
           "last ten minutes by text or voice, a day by e-mail, three to four weeks by post",
           "NIST SP 800-63B-4, section 4.2.1.2", nist_events},
    Source{"N8",
           "Recovery contacts are people whom the owner trusts and names; their codes may take a "
           "day longer",
           "NIST SP 800-63B-4, section 4.2.1.3", nist_events},
    Source{"N9",
           "An account with two factors comes back with two codes of different kinds, with one "
           "code and a factor that is left, or by proving identity again",
           "NIST SP 800-63B-4, section 4.2.2.2", nist_events},
    Source{"N10",
           "An authenticator that is lost or damaged counts as compromised and is taken off "
           "promptly",
           "NIST SP 800-63B-4, section 4.3", nist_events},
    Source{"N11", "At least two addresses for notices, and a notice for every recovery",
           "NIST SP 800-63B-4, section 4.6", nist_events},
    Source{"N12",
           "The account behind synced passkeys needs two factors itself; register several "
           "authenticators, know where passkeys are shared, and review them from time to time",
           "NIST SP 800-63B-4, appendix B.2 and B.6", nist_syncable},
    Source{"N13",
           "Two flags tell whether a passkey can be synced and whether it is; an organisation may "
           "restrict passkeys by them, a public service should not refuse them",
           "NIST SP 800-63B-4, appendix B.3", nist_syncable},

    // ---- W3C, FIDO Alliance, OWASP, IDPro, research
    Source{"W1",
           "Register several credentials on different authenticators: those of your devices for "
           "every day, roaming ones as the backup",
           "W3C WebAuthn Level 3, \"Credential Loss and Key Mobility\"",
           "https://www.w3.org/TR/webauthn-3/#sctn-credential-loss-key-mobility"},
    Source{"W2",
           "A passkey that cannot be backed up goes with its one device, so it needs another "
           "authenticator or a recovery process besides; a backup that ends is a reason to check "
           "the other ways in",
           "W3C WebAuthn Level 3, \"Credential Backup State\"",
           "https://www.w3.org/TR/webauthn-3/#sctn-credential-backup"},
    Source{"F1", "Rather several authenticators than recovery; recovery repeats proof of identity",
           "FIDO Alliance, \"Multiple Authenticators for Reducing Account-Recovery Needs\"",
           "https://fidoalliance.org/white-paper-multiple-authenticators-for-reducing-account-"
           "recovery-needs-for-fido-enabled-consumer-accounts/"},
    Source{"F2",
           "Passkeys can be moved from one manager to another, once and not as a sync; those bound "
           "to a device stay behind",
           "IDPro, \"Passkeys and Credential Exchange\"",
           "https://idpro.org/passkeys-and-credential-exchange"},
    Source{"O1",
           "Give out single-use codes at set-up and allow several kinds of factor; recovery is "
           "never weaker than signing in, and security questions are out",
           "OWASP Multifactor Authentication Cheat Sheet, \"Resetting MFA\"",
           "https://cheatsheetseries.owasp.org/cheatsheets/"
           "Multifactor_Authentication_Cheat_Sheet.html"},
    Source{"O2",
           "No secret questions, e-mail is no factor, phones only beside something stronger; a "
           "lost factor takes as much proof as enrolment, and every factor can be revoked",
           "OWASP ASVS 5.0, chapter V6",
           "https://github.com/OWASP/ASVS/blob/master/5.0/en/0x15-V6-Authentication.md"},
    Source{"I1",
           "Recovery is at least as strong as signing in, or people and attackers use it instead",
           "IDPro Body of Knowledge, \"Account Recovery (v3)\"",
           "https://bok.idpro.org/article/id/64/"},
    Source{"GR1",
           "Accounts, devices and secrets give access to each other; single points of failure and "
           "loops can be computed from that",
           "Hammann et al., \"User Account Access Graphs\", ACM CCS 2019",
           "https://doi.org/10.1145/3319535.3354193"},
    Source{"GR2",
           "Look at what a service's recovery does case by case: with no method, one, or several, "
           "verified or not, and with the same channel for both factors",
           "Nokia Bell Labs, ARTHA framework",
           "https://github.com/Nokia-Bell-Labs/Account-Recovery-Threat-Heuristic-Auditing-"
           "Framework"},

    // ---- Apple, Google
    Source{"AP1",
           "Security keys for an Apple Account come in twos at least, and fit the devices in use; "
           "with every device and key lost the account can be gone for good",
           "Apple Support, \"About Security Keys for Apple Account\"",
           "https://support.apple.com/en-gb/102637"},
    Source{"AP2", "A recovery contact is somebody you trust who has an Apple device; up to five",
           "Apple Support 102641, recovery contacts", "https://support.apple.com/102641"},
    Source{"AP3",
           "A recovery key of 28 characters turns standard recovery off; without it and without "
           "your devices the account is lost",
           "Apple Support 109345, recovery key", "https://support.apple.com/109345"},
    Source{"AP4",
           "The keychain comes back with the account's password, a text message and a device's "
           "passcode; ten wrong tries destroy it",
           "Apple Platform Security, keychain recovery",
           "https://support.apple.com/guide/security/secdeb202947/web"},
    Source{"GO3",
           "Advanced Protection asks for two passkeys or keys, or for one with a recovery phone "
           "and a recovery address",
           "Google Advanced Protection Program, questions and answers",
           "https://landing.google.com/advancedprotection/faq"},
    Source{"GO4", "Backup codes come in sets of ten, each works once, and a new set voids the old",
           "Google Account Help, backup codes",
           "https://support.google.com/accounts/answer/1187538"},
    Source{"GO5", "Up to ten recovery contacts, each of whom must accept",
           "Google, October 2025, as reported by Cybernews",
           "https://cybernews.com/news/google-recovery-contacts-regain-control-over-google-"
           "account/"},
    Source{"GO6",
           "More than one super administrator, each a person of their own with another account for "
           "daily work",
           "Google Workspace Admin Help, administrator accounts",
           "https://support.google.com/a/answer/9011373"},
    Source{"GO7",
           "Administrators enrol more than one security key, keep the spare safe, and print backup "
           "codes ahead of time",
           "Google Workspace Admin Help, protecting administrators",
           "https://support.google.com/a/answer/9176734"},

    // ---- Microsoft
    Source{"MS1", "Two or more emergency accounts, which are not federated",
           "Microsoft Entra, \"Manage emergency access admin accounts\"", entra_emergency},
    Source{"MS2",
           "Emergency accounts sign in another way than ordinary administrators do, with something "
           "that does not expire and is nobody's own device",
           "Microsoft Entra, \"Manage emergency access admin accounts\", Configuration "
           "requirements",
           entra_emergency},
    Source{"MS3", "Keep credentials in fireproof safes at separate places",
           "Microsoft Entra, \"Manage emergency access admin accounts\", Store account credentials "
           "safely",
           entra_emergency},
    Source{"MS4", "Let every sign-in of an emergency account raise an alarm",
           "Microsoft Entra, \"Manage emergency access admin accounts\", Monitor", entra_emergency},
    Source{"MS5",
           "Try emergency accounts at least every 90 days and whenever staff changes, and keep the "
           "list of those who may use them current",
           "Microsoft Entra, \"Manage emergency access admin accounts\", Validate accounts "
           "regularly",
           entra_emergency},
    Source{"MS6",
           "Every factor brings what it depends on; choose factors that do not depend on the same",
           "Microsoft Entra, \"Resilience in credentials\"",
           "https://learn.microsoft.com/entra/architecture/resilience-in-credentials"},
    Source{"MS7",
           "Passkeys of administrators, executives and engineers are bound to a device and "
           "attested; those of others may be synced",
           "Microsoft Entra, passkey profiles",
           "https://learn.microsoft.com/entra/identity/authentication/how-to-authentication-"
           "passkey-profiles"},
    Source{"MS8", "The recovery code of a Microsoft account has 25 characters; a new one voids it",
           "Microsoft Support, \"Microsoft account recovery code\"",
           "https://support.microsoft.com/account-billing/microsoft-account-recovery-code-"
           "2acc2f88-e37b-4b44-99d4-b4419f610013"},

    // ---- other services and makers
    Source{"AW1", "Several second factors, up to eight, for the root user as well",
           "AWS IAM User Guide, multi-factor authentication",
           "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html"},
    Source{"AW2",
           "See that the account's mailbox and phone number are current and in reach: they are the "
           "way back",
           "AWS IAM User Guide, MFA for the root user",
           "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html"},
    Source{"AW3",
           "A mailbox of the group for the root user; no single person holds all that it takes",
           "AWS IAM User Guide, root user best practices",
           "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"},
    Source{"GH1",
           "Save the recovery codes and set up another method besides; each code works once, and a "
           "new set voids the old",
           "GitHub Docs, \"Configuring two-factor authentication recovery methods\"",
           "https://docs.github.com/authentication/securing-your-account-with-two-factor-"
           "authentication-2fa/configuring-two-factor-authentication-recovery-methods"},
    Source{"GH2",
           "Support may not be able to restore access; going through a verified device takes three "
           "to five business days",
           "GitHub Docs, \"Recovering your account if you lose your 2FA credentials\"",
           "https://docs.github.com/authentication/securing-your-account-with-two-factor-"
           "authentication-2fa/recovering-your-account-if-you-lose-your-2fa-credentials"},
    Source{"GH3", "At least two owners for an organisation",
           "GitHub Docs, ownership of organisations",
           "https://github.com/github/docs/blob/main/data/reusables/organizations/org-ownership-"
           "recommendation.md"},
    Source{"OK1",
           "Several administrators with several authenticators each; support cannot bring back a "
           "free organisation",
           "Okta, best practices for administration and lockout prevention",
           "https://support.okta.com/help/s/article/best-practices-for-integrator-org-"
           "administration-and-lockout-prevention"},
    Source{"OK2",
           "One password in a safe is not enough for emergencies; everybody who may use the "
           "account enrols a key of their own",
           "Okta, questions on MFA enforcement for the Admin Console",
           "https://support.okta.com/help/s/article/frequently-asked-questions-on-mfa-"
           "enforcement-for-the-admin-console"},
    Source{"BW1",
           "Get the recovery code at once and keep it on paper, outside the vault; it turns "
           "two-step login off, and the master password is needed all the same",
           "Bitwarden Help, \"Two-step login recovery code\"",
           "https://bitwarden.com/help/two-step-recovery-code/"},
    Source{"Y1",
           "Register the spare together with the first key on every service, since keys cannot be "
           "copied, and keep it somewhere safe and within reach",
           "Yubico, spare keys", "https://www.yubico.com/products/spare/"},
    Source{"Y2",
           "The slots for passkeys on a key are limited: 100 from firmware 5.7 on, about 25 before",
           "YubiKey Technical Manual, firmware 5.7",
           "https://docs.yubico.com/hardware/yubikey/yk-tech-manual/5.7-firmware-specifics.html"},

    // ---- CISA, CIS, ENISA, NCSC and other guides
    Source{"CS1", "Two to eight global administrators", "CISA ScubaGear, MS.AAD.7.1v1",
           scuba_entra},
    Source{"CS2", "Sign-in that resists phishing for everybody, and above all for administrators",
           "CISA ScubaGear, MS.AAD.3.1v1 and 3.6v1", scuba_entra},
    Source{"CS3", "Two to eight super administrators, emergency accounts not counted",
           "CISA ScubaGoggles, GWS.COMMONCONTROLS.6.2v1", scuba_google},
    Source{"CS4",
           "Administrators are not federated and cannot recover themselves, so there must be "
           "another",
           "CISA ScubaGoggles, GWS.COMMONCONTROLS.6.1v1 and 8.1v1", scuba_google},
    Source{"CS5", "Two keys for everybody in Advanced Protection, so that one may be lost",
           "CISA ScubaGoggles, GWS.COMMONCONTROLS section 9", scuba_google},
    Source{"CS6", "Two people for what administrators should not do alone",
           "CISA ScubaGoggles, GWS.COMMONCONTROLS.17.1v1", scuba_google},
    Source{"CS7",
           "Sign-in that resists phishing is the goal, administrators and key services first",
           "CISA, \"Implementing Phishing-Resistant MFA\", October 2022",
           "https://www.cisa.gov/sites/default/files/publications/fact-sheet-implementing-"
           "phishing-resistant-mfa-508c.pdf"},
    Source{"CI1", "Two emergency accounts", "CIS Microsoft 365 Foundations, 1.1.2",
           "https://www.tenable.com/audits/CIS_Microsoft_365_Foundations_v6.0.0_L1_E5"},
    Source{"CI2", "Two to four global administrators", "CIS Microsoft 365 Foundations, 1.1.3",
           "https://maester.dev/docs/next/tests/CIS.M365.1.1.3"},
    Source{"CI3", "Two to four super administrators", "CIS Google Workspace, 1.1.1 and 1.1.2",
           "https://hub.powerpipe.io/mods/turbot/steampipe-mod-googleworkspace-compliance/"
           "controls/control.cis_v120_1_1_2"},
    Source{"CI4",
           "A second factor for administrators, and a list of accounts that is checked every "
           "quarter",
           "CIS Controls 8.1, 6.5 and 5.1",
           "https://controls-assessment-specification.readthedocs.io/en/latest/"},
    Source{"E1",
           "Sign-in as strong as what it protects, resisting phishing where it can; privileged "
           "accounts belong to one person and are reviewed as planned",
           "ENISA technical guidance on NIS2, 11.3, 11.6.4 and 11.7, as reported by Rublon",
           "https://rublon.com/blog/nis2-mfa-requirements-enisa-guidance"},
    Source{"UK1", "Passkeys first where a service offers them; a password with two steps otherwise",
           "NCSC, April 2026, as reported by Steelwise",
           "https://steelwise.uk/filings/ncsc-says-passkeys-first-passwords-second"},
    Source{"PC1",
           "Prove identity before a factor is changed; a token belongs to one person; access is "
           "reviewed every six months",
           "PCI DSS 4.0.1, 8.3.3, 8.3.11 and 7.2.4",
           "https://ce.prod.cloudaware.com/frameworks/pci-dss-v4.0.1/08/03"},
    Source{"SO1",
           "Access is reviewed and the review can be shown; second factors and emergency access "
           "are written down",
           "SOC 2 CC6.1 and ISO/IEC 27001:2022 A.5.15-5.18, A.8.2, A.8.5",
           "https://articles.idenhq.com/identity-evidence-playbook-iso-27001-soc-2"},
    Source{"EF1", "Print or save the backup codes when you turn the second factor on",
           "EFF, Surveillance Self-Defense",
           "https://ssd.eff.org/module/how-enable-two-factor-authentication"},
};

}  // namespace

const Source* find_source(std::string_view code) {
  const auto found = std::ranges::find(sources, code, &Source::code);
  return found == sources.end() ? nullptr : &*found;
}

}  // namespace passkey_audit
