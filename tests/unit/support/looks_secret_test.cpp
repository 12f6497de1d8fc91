// What is taken for the value of a secret, and what is not. A secret let through ends in a report;
// a name taken for a secret makes an inventory unusable. Both are wrong.
#include <string>
#include <string_view>

#include "catch.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {

TEST_CASE("secrets are recognised", "[support]") {
  for (const std::string_view text : {
           // seeds of code generators, alone or as the address that a QR code holds
           "otpauth://totp/Example:sam@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example",
           "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xl",
           "see otpauth://hotp/x?secret=A",
           "OTPAUTH://TOTP/x?secret=JBSWY3DPEHPK3PXP",
           "JBSWY3DPEHPK3PXP",
           "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
           "NB2W45DFOIZA2ABC",
           "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U",
           "seed: JBSWY3DPEHPK3PXP",
           "jbswy3dpehpk3pxpjbswy3dpehpk3pxp",
           "jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp",  // as Google shows it
           "JBSW Y3DP EHPK 3PXP",
           // keys in PEM, tokens
           "-----BEGIN PRIVATE KEY-----",
           "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU",
           "-----BEGIN PGP MESSAGE-----",
           "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.sig",
           "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
           "AKIAIOSFODNN7EXAMPLE",
           // recovery codes as GitHub lists them
           "a1b2c-3d4e5",
           "codes: 3f2a9-b71c4",
           "1b3c9-f00d4\n8e7d2-19ab6\n0c4f8-77e21\n",
           "1b3c9-f00d4, 8e7d2-19ab6, 0c4f8-77e21",
           // as Google lists them: eight digits, often in two halves
           "83051946 20394857 19283746",
           "83051946, 20394857, 19283746",
           "[\"83051946\", \"20394857\", \"19283746\"]",
           "8305 1946, 2039 4857, 1928 3746",
           "8305 1946\n2039 4857\n1928 3746\n",
           "1. 8305 1946 2. 2039 4857 3. 1928 3746",
           // and as others do
           "123456 654321 987654",
           "1234-5678 8765-4321 9021-3344",
           "AB3D-EF7H-JK2M",
           "ab3d-ef7h-jk2m",
           "1234-5678-9012-3456",
           // the recovery key of an Apple account, of Microsoft, of BitLocker
           "X7QF-93KP-2MZD-84RT-LQ5C-NB6H-W2JS",
           "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZAB",
           "ZJ7XK-4M2PQ-9RT8W-C5V6B-N3H7D",
           "123456-234567-345678-456789-567890-678901-789012-890123",
           "X7QF 93KP 2MZD 84RT LQ5C NB6H W2JS",
           // the Secret Key of 1Password
           "A3-ASWWYB-798JRY-LJVD4-23DC2-86TVM-H43EB",
           "A3-ASWWYB-798JRYLJVD423DC286TVMH43EB",
           // a seed in small letters, and one without digits
           "gezdgnbvgy3tqojq",
           "seed is jbswy3dpehpk3pxp",
           "JBSWYDPEHPKPXPAB",
           // passwords for applications, as Google shows them
           "abcd efgh ijkl mnop",
           "qkzv wmxt plrc bnhd",
           "mail: qkzv wmxt plrc bnhd",
           // told in so many words
           "password: hunter2!",
           "Password = hunter2",
           "PIN is 4711",
           "pin: 4711",
           "the PIN is 4711.",
           "Passwort: Sommer2024!",
           "recovery code 482913",
           "Backup codes: 83051946",
           "backup-code: 482913",
           "code: 482913",
           "the code is 4829130.",
           "Code = 8305-1946",
           "Wiederherstellungscode: 482913",
           "the security code is 482913",
           // recovery phrases
           "abandon ability able about above absent absorb abstract absurd abuse access accident",
           "seed: legal winner thank year wave sausage worth useful legal winner thank yellow",
           "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd "
           "amount "
           "doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless",
           // the secret key of an AWS account
           "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
           // what looks like no word at all
           "d41d8cd98f00b204e9800998ecf8427e",
           "3q2+7wQkP0xLrT8vYz5bN1mJh6GfDsA4",
           "Zx8Kq2Wn5Rt7Yp3M",
       }) {
    CAPTURE(text);
    CHECK(looks_secret(text));
  }
}

TEST_CASE("names, days, numbers and addresses are no secrets", "[support]") {
  for (const std::string_view text : {
           "",
           "a",
           "Sam's iPhone 15 Pro Max",
           "iphone15-galaxy24",
           "laptop1-backup2",
           "macbook-air-m2-2022",
           "MacBook Pro 16\" (2023)",
           "yubikey-5c-nfc-fips",
           "YubiKey 5C NFC",
           "YubiKey 5Ci FIPS 5.4.3",
           "ThinkPad X1 Carbon Gen 11",
           "galaxy-s24-ultra",
           "Google Pixel 8a",
           "windows-11-desktop-pc",
           "home.server.nas2",
           "github-work",
           "recovery-codes",
           "apple-passwords",
           "MY-HOME-SAFE-BOX",
           "TOP-SECRET-FILE-ROOM",
           // days and times
           "2026-05-22",
           "2026-05-22 2026-06-01 2026-07-01",
           "from 2024 to 2026",
           "renewed 2019, 2020, 2021, 2022, 2023, 2024, 2025",
           "22.05.2026 14:30",
           // telephone numbers
           "+44 20 7946 0958",
           "+1 (555) 010-9999",
           "0171 2345678",
           "+49-171-5550-199",
           "555-0199",
           "+1-202-555-0143",
           "call 555-0101 or 555-0102 or 555-0103",
           // identifiers that are meant to be public
           "2fc0579f-8113-47ea-b116-bb5a8db9202a",
           "{2fc0579f-8113-47ea-b116-bb5a8db9202a}",
           "sam@example.com",
           "john.smith1985@example.com",
           "https://example.com/help/two-step-recovery",
           "accounts.google.com",
           "inventory.schema.json",
           "PKA102",
           "order 12345678",
           "12345678",
           "sha256",
           "1.2.3.4",
           "192.168.178.1",
           // words about secrets
           "password: on paper",
           // codes that are none
           "482913",
           "code 482913",
           "postcode: 238823",
           "Zip code: 100001",
           "zip-code: 100001",
           "area code 482913",
           "sort code is 482913",
           "order code: 12345678",
           "code: 4711",
           "recovery codes: 20261122",
           "recovery codes: 10 left",
           "recovery codes of 2026-05-22",
           "backup codes are with Alex",
           "the code is in the safe",
           "PIN: ask Alex",
           "The PIN is in the safe.",
           "PIN changed on 2026-05-22",
           "password: 2026-05-22",
           "passwords of 2024",
           "The seed is kept on laptop2",
           "secret: memory",
           "Secret Key: see the kit",
           // paths
           "Documents/Family/Insurance/2024/PasskeyBackup/Inventory",
           "/home/sam/Documents/backup/2024/accounts",
           // words
           "keep this with mine",
           "they come back when this goes away from home",
           "must keep arch door",
           "use the old phone and then call the bank before going there again soon",
           "two keys hang beside the door because nobody wants another copy lying around there",
           "what they will come back when this goes away",
           "Ask at the bank's branch office; bring two documents.",
           "supercalifragilisticexpialidocious",
           "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
           "ein Zettel in der Schublade, oben links",
           "日本語の名前",
       }) {
    CAPTURE(text);
    CHECK_FALSE(looks_secret(text));
  }
}

TEST_CASE("plain words cannot be codes", "[support]") {
  for (const std::string_view text :
       {"a", "k1", "*", "x-a", "acounts", "icloud", "gogle", "living-room", "my-vault", "at_least",
        "works_when_locked", "recovery_test_max_age", "$schema", "plattform", "second_factors"}) {
    CAPTURE(text);
    CHECK(is_plain_word(text));
  }
  for (const std::string_view text :
       {"4711", "8394 5512", "83945512", "k3x9-7abp", "abcd-efgh", "hunter2", "qkzvwmxt",
        "abcdefgh", "correct-horse-battery-staple", "correct horse", "P@ssw0rd!", "Sommer",
        "iphone15", "\x1b[m", "x\nyz", "otpauth://totp/x", "a--b", "-abc"}) {
    CAPTURE(text);
    CHECK_FALSE(is_plain_word(text));
  }
}

}  // namespace passkey_audit
