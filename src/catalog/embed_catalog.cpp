// Runs during the build: reads a catalog folder and prints it as a C++ source of constant tables,
// so that the program starts with the catalog in place. Usage: embed_catalog FOLDER
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>

#include "passkey_audit/catalog/catalog.hpp"

namespace {

using namespace passkey_audit;

std::string literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string flag(const std::optional<bool>& value) {
  return value ? (*value ? "true" : "false") : "{}";
}

std::string count(const std::optional<std::uint32_t>& value) {
  return value ? std::to_string(*value) : "{}";
}

std::string provenance(const Provenance& facts) {
  return fmt::format("{{{}, {}, Confidence{{{}}}}}", literal(facts.source), literal(facts.seen),
                     static_cast<int>(facts.confidence));
}

std::string wait(const KnownWait& known) {
  return fmt::format("{{{}, {}}}", count(known.at_least), count(known.at_most));
}

// Fields in the order in which the struct has them.
std::string aggregate(const std::vector<std::string>& fields) {
  return fmt::format("{{{}}}", fmt::join(fields, ", "));
}

// Prints lists as arrays of their own and returns the names to refer to them by.
class Tables {
 public:
  template <class T, class Print>
  std::string list(std::string_view type, std::span<const T> entries, Print print) {
    if (entries.empty()) return "{}";
    // The lists inside an entry have to be printed before it.
    std::string body;
    for (const T& entry : entries) body += print(entry) + ", ";
    const std::string name = fmt::format("list_{}", next_++);
    fmt::print("constexpr std::array<{}, {}> {}{{{{{}}}}};\n", type, entries.size(), name, body);
    return name;
  }

  std::string texts(std::span<const std::string_view> entries) {
    return list<std::string_view>("std::string_view", entries, literal);
  }

  std::string platforms(const ProviderFacts& facts) {
    if (!facts.platforms) return "{}";
    if (facts.platforms->empty()) return "std::span<const std::string_view>{}";
    return texts(*facts.platforms);
  }

  std::string together(std::span<const VaultNeed> needed) {
    return list<VaultNeed>("VaultNeed", needed, [](VaultNeed need) {
      return fmt::format("VaultNeed{{{}}}", static_cast<int>(need));
    });
  }

  std::string needs(const ProviderFacts& facts) {
    if (!facts.new_device_needs) return "{}";
    if (facts.new_device_needs->empty()) return "std::span<const std::span<const VaultNeed>>{}";
    return list<std::span<const VaultNeed>>(
        "std::span<const VaultNeed>", *facts.new_device_needs,
        [this](std::span<const VaultNeed> needed) { return together(needed); });
  }

  std::string recovery(const ProviderFacts& facts) {
    return list<ProviderRecovery>(
        "ProviderRecovery", facts.recovery, [this](const ProviderRecovery& r) {
          const std::string also_needs = together(r.also_needs);
          const std::string switched_off_by = texts(r.switched_off_by);
          return "ProviderRecovery" +
                 aggregate({literal(r.type), flag(r.returns_account), flag(r.returns_vault),
                            literal(r.needs), also_needs, switched_off_by, flag(r.asks_the_owner),
                            literal(r.contact_has), count(r.limit), wait(r.wait),
                            literal(r.breaks_if), literal(r.note), provenance(r.provenance)});
        });
  }

 private:
  int next_ = 0;
};

void print_rows(std::string_view type, std::string_view name, std::span<const std::string> rows) {
  fmt::print("constexpr {} {}[] = {{\n", type, name);
  for (const std::string& row : rows) fmt::print("    {},\n", row);
  fmt::print("}};\n");
}

void print_providers(const Catalog& catalog, Tables& tables) {
  std::vector<std::string> rows;
  for (const ProviderFacts& f : catalog.providers()) {
    const std::string export_as =
        f.export_as ? fmt::format("Export{{{}}}", static_cast<int>(*f.export_as)) : "{}";
    rows.push_back(
        aggregate({literal(f.id), literal(f.name), literal(f.vendor), tables.texts(f.aliases),
                   tables.texts(f.services), tables.texts(f.aaguids), tables.platforms(f),
                   flag(f.synced), flag(f.is_file), flag(f.works_offline), export_as,
                   tables.needs(f), tables.texts(f.passcode_platforms), literal(f.new_device_text),
                   flag(f.keeps_own_passkey), tables.recovery(f), provenance(f.provenance)}));
  }
  print_rows("ProviderFacts", "providers", rows);
}

void print_models(const Catalog& catalog, Tables& tables) {
  std::vector<std::string> rows;
  for (const ModelFacts& f : catalog.models()) {
    rows.push_back(aggregate({literal(f.aaguid), literal(f.model), literal(f.maker),
                              literal(f.firmware), tables.texts(f.transports), count(f.slots),
                              literal(f.fido_level), provenance(f.provenance)}));
  }
  print_rows("ModelFacts", "models", rows);
}

void print_services(const Catalog& catalog, Tables& tables) {
  std::vector<std::string> rows;
  for (const ServiceFacts& f : catalog.services()) {
    rows.push_back(aggregate({literal(f.name),
                              literal(f.vendor),
                              tables.texts(f.domains),
                              literal(f.passkeys),
                              flag(f.several_passkeys),
                              count(f.passkeys_max),
                              flag(f.accepts_security_key),
                              count(f.security_keys_min),
                              count(f.security_keys_max),
                              flag(f.security_keys_end_codes),
                              flag(f.issues_codes),
                              count(f.codes_count),
                              literal(f.codes_need),
                              flag(f.password_removable),
                              tables.texts(f.offers),
                              tables.texts(f.not_offered),
                              flag(f.support_can_restore),
                              wait(f.wait),
                              literal(f.recovery_text),
                              literal(f.organisations_use),
                              provenance(f.provenance)}));
  }
  print_rows("ServiceFacts", "services", rows);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto catalog = read_catalog(argv[1]);
  if (!catalog) {
    for (const Problem& problem : catalog.error()) {
      fmt::print(stderr, "{}:{}:{}: {}\n", problem.path, problem.at.line, problem.at.column,
                 problem.message);
    }
    return 1;
  }
  fmt::print(
      "// Written by embed_catalog from data/catalog.\n#include <array>\n\n"
      "#include \"passkey_audit/catalog/catalog.hpp\"\n\nnamespace passkey_audit {{\n"
      "namespace {{\n\n");
  Tables tables;
  print_providers(*catalog, tables);
  print_models(*catalog, tables);
  print_services(*catalog, tables);
  fmt::print(
      "\n}}  // namespace\n\nconst Catalog& embedded_catalog() {{\n"
      "  static const Catalog catalog(providers, models, services, {});\n"
      "  return catalog;\n}}\n\n}}  // namespace passkey_audit\n",
      literal(catalog->as_of()));
  return 0;
}
