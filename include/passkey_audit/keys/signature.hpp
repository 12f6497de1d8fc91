// Proof that a key really signs: WebAuthn level 2, section 7.2, as far as it is about the key.
#pragma once

#include <string>

#include "passkey_audit/keys/key_facts.hpp"
#include "passkey_audit/keys/security_key.hpp"

namespace passkey_audit {

// Fresh random bytes. They stand in the place of a hash of client data: since nobody knows data
// with that hash, no service can be shown what a key signs for them.
[[nodiscard]] ChallengeHash random_challenge();

// Why the assertion does not prove that this passkey signed the hash, after a touch, for its
// relying party: one plain sentence whose subject is the key. Empty: it does.
[[nodiscard]] std::string why_no_proof(const StoredPasskey& passkey, const ChallengeHash& hash,
                                       const Assertion& assertion);

}  // namespace passkey_audit
