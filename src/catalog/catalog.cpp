#include "passkey_audit/catalog/catalog.hpp"

#include <algorithm>

namespace passkey_audit {

bool ServiceFacts::offers_recovery(RecoveryType type) const {
  return std::ranges::find(offers, word(type)) != offers.end();
}

void Catalog::index() {
  provider_index_.clear();
  model_index_.clear();
  service_index_.clear();
  for (std::size_t i = 0; i < providers.size(); ++i) provider_index_[providers[i].id] = i;
  for (std::size_t i = 0; i < models.size(); ++i) model_index_[models[i].aaguid] = i;
  for (std::size_t i = 0; i < services.size(); ++i) {
    for (const std::string& domain : services[i].domains) service_index_[domain] = i;
  }
}

const ProviderFacts* Catalog::provider(std::string_view id) const {
  const auto found = provider_index_.find(id);
  return found == provider_index_.end() ? nullptr : &providers[found->second];
}

const ModelFacts* Catalog::model(std::string_view aaguid) const {
  const auto found = model_index_.find(aaguid);
  return found == model_index_.end() ? nullptr : &models[found->second];
}

const ServiceFacts* Catalog::service(std::string_view domain) const {
  while (!domain.empty()) {
    if (const auto found = service_index_.find(domain); found != service_index_.end()) {
      return &services[found->second];
    }
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  return nullptr;
}

}  // namespace passkey_audit
