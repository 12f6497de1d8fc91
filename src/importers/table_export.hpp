// Reading tables: which importer is meant by the columns, and what the rows say.
#pragma once

#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit {

// Null: none fits, or several fit equally well.
[[nodiscard]] const Importer* importer_of(const CsvTable& table);

// The error names a column that is missing.
[[nodiscard]] Expected<Found> found_in(const CsvTable& table, const Importer& importer);

}  // namespace passkey_audit
