// The exit status, the same for every command and format. Never a count, never anything else.
#pragma once

namespace passkey_audit {

enum class ExitStatus : int {
  ok = 0,        // nothing at or above the threshold
  findings = 1,  // findings, a drill that fails, a score under what was asked
  usage = 2,     // wrong usage or configuration
  input = 3,     // an input that is missing or cannot be used
  failure = 4,   // the program could not finish: I/O, no room, an error of its own
};

}  // namespace passkey_audit
