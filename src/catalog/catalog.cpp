#include "passkey_audit/catalog/catalog.hpp"

#include <algorithm>
#include <string>

namespace passkey_audit {
namespace {

// People paste addresses: "https://Google.com/account" and "google.com." mean google.com.
std::string host_of(std::string_view service) {
  if (const std::size_t scheme = service.find("://"); scheme != std::string_view::npos) {
    service.remove_prefix(scheme + 3);
  }
  std::string host;
  for (const char c : service) {
    if (c == '/' || c == '?' || c == '#' || c == ':') break;
    host += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  while (host.ends_with('.')) host.pop_back();
  return host;
}

}  // namespace

bool ServiceFacts::offers_recovery(RecoveryType type) const {
  return std::ranges::find(offers, word(type)) != offers.end();
}

Catalog::Catalog(std::span<const ProviderFacts> providers, std::span<const ModelFacts> models,
                 std::span<const ServiceFacts> services, std::string_view as_of,
                 std::shared_ptr<const Arena> storage)
    : providers_(providers),
      models_(models),
      services_(services),
      as_of_(as_of),
      storage_(std::move(storage)) {
  for (const ServiceFacts& facts : services) {
    for (const std::string_view domain : facts.domains) by_domain_.emplace(domain, &facts);
  }
}

const ProviderFacts* Catalog::provider(std::string_view id) const {
  const auto found = std::ranges::find(providers_, id, &ProviderFacts::id);
  return found == providers_.end() ? nullptr : &*found;
}

const ModelFacts* Catalog::model(std::string_view aaguid) const {
  const auto found = std::ranges::find(models_, aaguid, &ModelFacts::aaguid);
  return found == models_.end() ? nullptr : &*found;
}

const ServiceFacts* Catalog::service(std::string_view written) const {
  const std::string host = host_of(written);
  std::string_view domain = host;
  while (true) {
    const auto found = by_domain_.find(domain);
    if (found != by_domain_.end()) return found->second;
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) return nullptr;
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace passkey_audit
