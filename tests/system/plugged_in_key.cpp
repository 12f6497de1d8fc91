// Plugs the tests' software key into the unmodified program: a library to be loaded before it, in
// the place of what libfido2 finds on the USB. Its environment says what kind of key it is.
#include <dlfcn.h>
#include <fido.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "keys/software_key.hpp"

namespace passkey_audit {
namespace {

// SOFTWARE_KEY: words with blanks between; SOFTWARE_KEY_NODE: its node, "-2" behind it
// that of a second one; SOFTWARE_KEY_LOG: a file
// for what it was asked.
class PluggedInKey {
 public:
  PluggedInKey() {
    key.path = std::getenv("SOFTWARE_KEY_NODE");
    second.path = key.path + "-2";
    std::istringstream words(std::getenv("SOFTWARE_KEY"));
    for (std::string word; words >> word;) understand(word);
  }
  ~PluggedInKey() {
    std::ofstream log(std::getenv("SOFTWARE_KEY_LOG"));
    for (const std::string& command : key.commands) log << command << '\n';
    for (const std::string& command : key.forbidden) log << "FORBIDDEN " << command << '\n';
  }

  SoftwareKey& at(const std::string& path) { return path == second.path ? second : key; }

  SoftwareKey key, second;
  bool has_second = false;

 private:
  void understand(const std::string& word) {
    if (word == "two") {
      has_second = true;
    } else if (word == "u2f") {
      key.speaks_cbor = false;
    } else if (word == "no-pin") {
      key.pin.clear();
    } else if (word == "wrong-signature") {
      key.signs_wrongly = true;
    } else if (word == "untouched") {
      key.is_touched = false;
    } else if (word == "unreadable") {
      key.info_out_of_order = true;
    } else if (word.starts_with("tries=")) {
      key.pin_retries = std::stoi(word.substr(6));
    } else {
      key.passkeys.emplace_back(word, "otto");
    }
  }
};

PluggedInKey& plugged_in() {
  static PluggedInKey keys;
  return keys;
}

}  // namespace
}  // namespace passkey_audit

extern "C" int fido_dev_info_manifest(fido_dev_info_t* list, std::size_t, std::size_t* count) {
  const fido_dev_io_t io{.open = [](const char*) -> void* { return nullptr; },
                         .close = [](void*) {},
                         .read = [](void*, unsigned char*, std::size_t, int) { return -1; },
                         .write = [](void*, const unsigned char*, std::size_t) { return -1; }};
  auto& keys = passkey_audit::plugged_in();
  *count = 0;
  for (const auto* key : {&keys.key, &keys.second}) {
    if (key == &keys.second && !keys.has_second) continue;
    const int code = fido_dev_info_set(list, (*count)++, key->path.c_str(), "Yubico",
                                       "YubiKey FIDO", &io, nullptr);
    if (code != FIDO_OK) return code;
  }
  return FIDO_OK;
}

extern "C" int fido_dev_open(fido_dev_t* device, const char* path) {
  using Open = int (*)(fido_dev_t*, const char*);
  passkey_audit::plugged_in().at(path).attach(device);
  return reinterpret_cast<Open>(::dlsym(RTLD_NEXT, "fido_dev_open"))(device, path);
}
