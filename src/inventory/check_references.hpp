// What can be said of an inventory only when all of it is read: ids that lead nowhere or to the
// wrong kind of thing, ids taken twice by an account's own codes, things that nothing uses.
// Internal to this module.
#pragma once

#include "reader.hpp"

namespace passkey_audit {

void check_references(Reader& reader);

}  // namespace passkey_audit
