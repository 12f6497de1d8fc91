// Reading a catalog: the input is given as each of its files.
#include "passkey_audit/catalog/catalog.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include "fuzz.hpp"

namespace passkey_audit {
namespace {

// A folder in which every file of a catalog is the same file.
class Folder {
 public:
  Folder() {
    std::string path = std::filesystem::temp_directory_path() / "passkey-audit-fuzz-XXXXXX";
    fuzz::require(::mkdtemp(path.data()) != nullptr, "there is room for a folder");
    path_ = path;
    for (const char* name : {"providers.json", "authenticators.json", "services.json"}) {
      std::filesystem::create_symlink("input", path_ / name);
    }
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(std::string_view text) const {
    std::ofstream(path_ / "input", std::ios::binary) << text;
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace
}  // namespace passkey_audit

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passkey_audit;
  static const Folder folder;
  folder.write(fuzz::text_of(data, size));
  const Expected<Catalog, Problems> catalog = read_catalog(folder.path());
  if (!catalog) {
    fuzz::require(!catalog.error().empty(), "a refusal has a reason");
    return 0;
  }
  for (const ProviderFacts& facts : catalog->providers()) {
    fuzz::require(catalog->provider(facts.id) != nullptr, "a provider is found");
  }
  for (const ModelFacts& facts : catalog->models()) {
    fuzz::require(catalog->model(facts.aaguid) != nullptr, "a model is found");
  }
  for (const ServiceFacts& facts : catalog->services()) {
    for (const std::string_view domain : facts.domains) {
      fuzz::require(catalog->service(domain) != nullptr, "a service is found");
    }
  }
  return 0;
}
