#include "passkey_audit/catalog/catalog.hpp"

#include <algorithm>
#include <string>

#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

bool ends_host(char c) {
  return c == '/' || c == '?' || c == '#' || c == ':';
}

// People paste addresses: "https://Google.com/account" and "google.com." mean google.com.
std::string host_of(std::string_view service) {
  if (const std::size_t scheme = service.find("://"); scheme != std::string_view::npos) {
    service.remove_prefix(scheme + 3);
  }
  std::size_t end = 0;
  while (end < service.size() && !ends_host(service[end])) ++end;
  while (end > 0 && service[end - 1] == '.') --end;
  return lower_case(service.substr(0, end));
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
  // What has no dot is nobody's domain.
  for (std::size_t dot; (dot = domain.find('.')) != std::string_view::npos;) {
    const auto found = by_domain_.find(domain);
    if (found != by_domain_.end()) return found->second;
    domain.remove_prefix(dot + 1);
  }
  return nullptr;
}

}  // namespace passkey_audit
