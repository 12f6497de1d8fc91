# A build with sanitizers is there to be run once: what counts is how soon it has been built and run.

# The optimiser earns what it costs where the loops are.
foreach(module IN ITEMS support inventory catalog graph)
  target_compile_options(passkey_audit_${module} PRIVATE -O1)
endforeach()
file(GLOB searches ${CMAKE_CURRENT_LIST_DIR}/unit/graph/*brute_force*.cpp
     ${CMAKE_CURRENT_LIST_DIR}/unit/graph/random_inventory.cpp)
set_source_files_properties(${searches} TARGET_DIRECTORY passkey-audit-tests
                            PROPERTIES COMPILE_OPTIONS -O1 SKIP_PRECOMPILE_HEADERS ON)

# Headers of others are parsed once for each target. The other builds have none of this, so that
# every source has to include what it uses.
foreach(module IN ITEMS support inventory catalog graph audit rules importers keys interview report cli)
  target_precompile_headers(passkey_audit_${module} PRIVATE
    <algorithm> <fmt/format.h> <functional> <map> <optional> <span> <string> <vector>)
endforeach()
foreach(module IN ITEMS support inventory report cli)
  target_precompile_headers(passkey_audit_${module} PRIVATE <nlohmann/json.hpp>)
endforeach()
target_precompile_headers(passkey-audit-tests PRIVATE <algorithm> <fmt/format.h> <map>
  <nlohmann/json.hpp> <optional> <string> <vector> ${CMAKE_CURRENT_LIST_DIR}/catch.hpp)
