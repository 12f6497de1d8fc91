# What the OpenSSF compiler hardening guide asks of a release build, as far as each compiler of
# Debian 12 knows it. Assertions of libstdc++ stay on: a crash is better than a wrong verdict.
target_compile_options(passkey_audit_flags INTERFACE
  -Werror=format-security
  -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS
  -fstack-clash-protection -fstack-protector-strong
  -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
  target_compile_options(passkey_audit_flags INTERFACE -fcf-protection=full)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(passkey_audit_flags INTERFACE
    -Wtrampolines -Wbidi-chars=any -ftrivial-auto-var-init=zero)
endif()
target_link_options(passkey_audit_flags INTERFACE
  -pie -Wl,-z,nodlopen -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now -Wl,--as-needed)
