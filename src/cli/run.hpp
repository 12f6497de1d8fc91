// The whole program, but for the process: arguments in, exit status out.
#pragma once

namespace passkey_audit {

int run(int argument_count, const char* const* arguments);

}  // namespace passkey_audit
