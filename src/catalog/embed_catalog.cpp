// Runs during the build: reads a catalog folder and prints it as a C++ source of constant tables,
// so that the program starts with the catalog in place. Usage: embed_catalog FOLDER
#include <fmt/format.h>

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
  return fmt::format("{{{}, Confidence{{{}}}}}", literal(facts.source),
                     static_cast<int>(facts.confidence));
}

// Prints lists as arrays of their own and returns the names to refer to them by.
class Tables {
 public:
  template <class T, class Print>
  std::string list(std::string_view type, std::span<const T> entries, Print print) {
    if (entries.empty()) return "{}";
    const std::string name = fmt::format("list_{}", next_++);
    std::string body;
    for (const T& entry : entries) body += print(entry) + ", ";
    fmt::print("constexpr std::array<{}, {}> {}{{{{{}}}}};\n", type, entries.size(), name, body);
    return name;
  }

  std::string texts(std::span<const std::string_view> entries) {
    return list<std::string_view>("std::string_view", entries, literal);
  }

  std::string needs(const ProviderFacts& facts) {
    if (!facts.new_device_needs) return "{}";
    if (facts.new_device_needs->empty()) return "std::span<const std::span<const VaultNeed>>{}";
    const auto together = [this](std::span<const VaultNeed> needed) {
      return list<VaultNeed>("VaultNeed", needed, [](VaultNeed need) {
        return fmt::format("VaultNeed{{{}}}", static_cast<int>(need));
      });
    };
    // The inner arrays have to be printed before the outer one.
    std::vector<std::string> names;
    for (const auto& needed : *facts.new_device_needs) names.push_back(together(needed));
    return list<std::string>("std::span<const VaultNeed>", names,
                             [](const std::string& name) { return name; });
  }

  std::string recovery(const ProviderFacts& facts) {
    return list<ProviderRecovery>(
        "ProviderRecovery", facts.recovery, [](const ProviderRecovery& r) {
          return fmt::format("ProviderRecovery{{{}, {}, {}, {}, {}, {}, {}}}", literal(r.type),
                             r.returns_account, r.returns_vault, literal(r.needs), count(r.limit),
                             literal(r.note), provenance(r.provenance));
        });
  }

 private:
  int next_ = 0;
};

void print_providers(const Catalog& catalog, Tables& tables) {
  std::string rows;
  for (const ProviderFacts& f : catalog.providers()) {
    rows += fmt::format(
        "    {{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}},\n", literal(f.id), literal(f.name),
        literal(f.vendor), tables.texts(f.aliases), tables.texts(f.services), flag(f.synced),
        flag(f.works_offline),
        f.export_as ? fmt::format("Export{{{}}}", static_cast<int>(*f.export_as)) : "{}",
        tables.needs(f), literal(f.new_device_text), tables.recovery(f), provenance(f.provenance));
  }
  fmt::print("constexpr ProviderFacts providers[] = {{\n{}}};\n", rows);
}

void print_models(const Catalog& catalog) {
  fmt::print("constexpr ModelFacts models[] = {{\n");
  for (const ModelFacts& f : catalog.models()) {
    fmt::print("    {{{}, {}, {}, {}, {}}},\n", literal(f.aaguid), literal(f.model),
               literal(f.maker), count(f.slots), provenance(f.provenance));
  }
  fmt::print("}};\n");
}

void print_services(const Catalog& catalog, Tables& tables) {
  std::string rows;
  for (const ServiceFacts& f : catalog.services()) {
    rows += fmt::format("    {{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}},\n", literal(f.name),
                        literal(f.vendor), tables.texts(f.domains), flag(f.several_passkeys),
                        flag(f.accepts_security_key), count(f.security_keys_min),
                        flag(f.issues_codes), tables.texts(f.offers), flag(f.support_can_restore),
                        literal(f.recovery_text), provenance(f.provenance));
  }
  fmt::print("constexpr ServiceFacts services[] = {{\n{}}};\n", rows);
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
  print_models(*catalog);
  print_services(*catalog, tables);
  fmt::print(
      "\n}}  // namespace\n\nconst Catalog& embedded_catalog() {{\n"
      "  static const Catalog catalog(providers, models, services);\n"
      "  return catalog;\n}}\n\n}}  // namespace passkey_audit\n");
  return 0;
}
