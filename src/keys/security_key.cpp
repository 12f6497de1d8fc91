#include "passkey_audit/keys/security_key.hpp"

#include <fido.h>
#include <fido/credman.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <span>
#include <string_view>
#include <utility>

#include "passkey_audit/keys/fido_nodes.hpp"
#include "passkey_audit/support/digest.hpp"

namespace passkey_audit {
namespace {

constexpr int answer_ms = 5'000, touch_ms = 30'000;

// libfido2's objects are freed through a pointer to their pointer.
template <auto free_one>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free_one(&object);
  }
};
template <class T, auto free_one>
using Owned = std::unique_ptr<T, Free<free_one>>;

template <class Pointer>
Pointer made(typename Pointer::pointer object) {
  if (object == nullptr) throw std::bad_alloc();
  return Pointer(object);
}

using Info = Owned<fido_cbor_info_t, fido_cbor_info_free>;
using Metadata = Owned<fido_credman_metadata_t, fido_credman_metadata_free>;
using RelyingParties = Owned<fido_credman_rp_t, fido_credman_rp_free>;
using ResidentKeys = Owned<fido_credman_rk_t, fido_credman_rk_free>;
using Assert = Owned<fido_assert_t, fido_assert_free>;

// Null where nothing is told.
std::string text_of(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

std::vector<std::string> texts_of(char** texts, std::size_t count) {
  return {texts, texts + count};
}

std::vector<std::uint8_t> bytes_of(const unsigned char* bytes, std::size_t size) {
  return bytes == nullptr ? std::vector<std::uint8_t>()
                          : std::vector<std::uint8_t>(bytes, bytes + size);
}

std::string hex_of(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

// RFC 9562, section 4. All zero stands for none.
std::string aaguid_of(const fido_cbor_info_t* info) {
  const std::span bytes(fido_cbor_info_aaguid_ptr(info), fido_cbor_info_aaguid_len(info));
  if (std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; })) return {};
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += hex_of(bytes.subspan(i, 1));
  }
  return text;
}

std::optional<bool> option(const fido_cbor_info_t* info, std::string_view name) {
  char** names = fido_cbor_info_options_name_ptr(info);
  const bool* values = fido_cbor_info_options_value_ptr(info);
  for (std::size_t i = 0; i < fido_cbor_info_options_len(info); ++i) {
    if (names[i] == name) return values[i];
  }
  return std::nullopt;
}

// By the names of the options: fido_dev_supports_credman() does not tell the two commands apart.
Listing listing_of(const fido_cbor_info_t* info) {
  const bool by_preview = option(info, "credentialMgmtPreview").value_or(false);
  const bool by_standard = option(info, "credMgmt").value_or(false);
#ifdef PASSKEY_AUDIT_LISTS_BY_PREVIEW_ONLY
  if (by_standard && !by_preview) return Listing::needs_newer_library;
#endif
  return by_standard || by_preview ? Listing::possible : Listing::not_offered;
}

void add_info(const fido_cbor_info_t* info, KeyFacts& facts) {
  facts.is_fido2 = true;
  facts.versions = texts_of(fido_cbor_info_versions_ptr(info), fido_cbor_info_versions_len(info));
  facts.extensions =
      texts_of(fido_cbor_info_extensions_ptr(info), fido_cbor_info_extensions_len(info));
  facts.transports =
      texts_of(fido_cbor_info_transports_ptr(info), fido_cbor_info_transports_len(info));
  facts.aaguid = aaguid_of(info);
  facts.pin_set = option(info, "clientPin");
  facts.must_change_pin = fido_cbor_info_new_pin_required(info);
  if (const auto least = fido_cbor_info_minpinlen(info); least > facts.pin_characters_min) {
    facts.pin_characters_min = static_cast<std::uint32_t>(std::min<std::uint64_t>(least, 63));
  }
  facts.uv_enrolled = option(info, "uv");
  facts.always_uv = option(info, "alwaysUv").value_or(false);
  facts.listing = listing_of(info);
  if (const auto free_slots = fido_cbor_info_rk_remaining(info); free_slots >= 0) {
    facts.slots_free = static_cast<std::uint32_t>(free_slots);
  }
}

StoredPasskey passkey_of(const std::string& relying_party, const fido_cred_t* credential) {
  return {
      .relying_party = relying_party,
      .user_name = text_of(fido_cred_user_name(credential)),
      .display_name = text_of(fido_cred_display_name(credential)),
      .credential_id = bytes_of(fido_cred_id_ptr(credential), fido_cred_id_len(credential)),
      .algorithm = fido_cred_type(credential),
      .public_key = bytes_of(fido_cred_pubkey_ptr(credential), fido_cred_pubkey_len(credential))};
}

// libfido2 hands authenticator data out as it came: as a byte string of CBOR (RFC 8949,
// section 3.1).
std::vector<std::uint8_t> unwrapped(std::vector<std::uint8_t> cbor) {
  if (cbor.empty()) return cbor;
  const unsigned size = cbor.front() & 0x1FU;
  const std::ptrdiff_t head = size < 24 ? 1 : 1 + (std::ptrdiff_t{1} << (size - 24));
  cbor.erase(cbor.begin(), cbor.begin() + std::min(head, std::ssize(cbor)));
  return cbor;
}

KeyTrouble trouble_of(int code, const std::string& path) {
  // A key that was pulled out shows in many ways: only the node tells.
  if (::access(path.c_str(), F_OK) != 0) return KeyTrouble::removed;
  switch (code) {
    case FIDO_ERR_RX_NOT_CBOR:
    case FIDO_ERR_RX_INVALID_CBOR: return KeyTrouble::unreadable;
    case FIDO_ERR_TX:
    case FIDO_ERR_RX:
    case FIDO_ERR_INTERNAL:
    case FIDO_ERR_TIMEOUT: return KeyTrouble::silent;
    case FIDO_ERR_CHANNEL_BUSY: return KeyTrouble::busy;
    case FIDO_ERR_PIN_INVALID: return KeyTrouble::pin_wrong;
    case FIDO_ERR_PIN_AUTH_BLOCKED: return KeyTrouble::pin_locked;
    case FIDO_ERR_PIN_BLOCKED: return KeyTrouble::pin_blocked;
    case FIDO_ERR_ACTION_TIMEOUT:
    case FIDO_ERR_USER_ACTION_TIMEOUT:
    case FIDO_ERR_OPERATION_DENIED:
    case FIDO_ERR_KEEPALIVE_CANCEL: return KeyTrouble::not_touched;
    default: return KeyTrouble::refused;
  }
}

// libfido2 says FIDO_ERR_INTERNAL when the node cannot be opened or stays locked.
KeyTrouble trouble_of_opening(int code, const std::string& path) {
  const KeyTrouble trouble = trouble_of(code, path);
  if (code != FIDO_ERR_INTERNAL || trouble == KeyTrouble::removed) return trouble;
  return ::access(path.c_str(), R_OK | W_OK) == 0 ? KeyTrouble::busy : KeyTrouble::not_allowed;
}

// Keys that the system shows to libfido2; as many as there are.
std::vector<ConnectedKey> keys_of_manifest() {
  for (std::size_t room = 16;; room *= 2) {
    fido_dev_info_t* list = fido_dev_info_new(room);
    if (list == nullptr) throw std::bad_alloc();
    std::size_t count = 0;
    std::vector<ConnectedKey> keys;
    // Without a list, the kernel's own is all there is.
    if (fido_dev_info_manifest(list, room, &count) != FIDO_OK) count = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const fido_dev_info_t* one = fido_dev_info_ptr(list, i);
      const std::string maker = text_of(fido_dev_info_manufacturer_string(one));
      const std::string product = text_of(fido_dev_info_product_string(one));
      keys.push_back(
          {.path = text_of(fido_dev_info_path(one)),
           .vendor = static_cast<std::uint16_t>(fido_dev_info_vendor(one)),
           .product = static_cast<std::uint16_t>(fido_dev_info_product(one)),
           .name = maker.empty() || product.empty() ? maker + product : maker + " " + product});
    }
    fido_dev_info_free(&list, room);
    if (count < room) return keys;
  }
}

// The flag holds for the calling thread only. A key whose getInfo cannot be read is not to be taken
// for one that knows U2F only.
void initialise() {
  (void)Sha256();            // the first to use OpenSSL leaves its configuration file unread
  ::unsetenv("FIDO_DEBUG");  // it would print what goes to and from the key
  fido_init(FIDO_DISABLE_U2F_FALLBACK);
}

}  // namespace

std::vector<ConnectedKey> connected_keys(const std::string& sysfs) {
  initialise();
  std::vector<ConnectedKey> keys = keys_of_manifest();
  for (ConnectedKey& node : fido_nodes(sysfs)) {
    if (std::ranges::find(keys, node.path, &ConnectedKey::path) != keys.end()) continue;
    node.may_open = false;
    keys.push_back(std::move(node));
  }
  std::ranges::sort(keys, {}, &ConnectedKey::path);
  return keys;
}

struct SecurityKey::Device {
  Device() : handle(made<Handle>(fido_dev_new())) {}
  ~Device() { fido_dev_close(handle.get()); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  fido_dev_t* get() const { return handle.get(); }

  using Handle = Owned<fido_dev_t, fido_dev_free>;
  Handle handle;
};

SecurityKey::SecurityKey(std::string path, std::unique_ptr<Device> device)
    : path_(std::move(path)), device_(std::move(device)) {}
SecurityKey::SecurityKey(SecurityKey&&) noexcept = default;
SecurityKey& SecurityKey::operator=(SecurityKey&&) noexcept = default;
SecurityKey::~SecurityKey() = default;

Expected<SecurityKey, KeyError> SecurityKey::open(const std::string& path, const Attach& attach) {
  initialise();
  SecurityKey key(path, std::make_unique<Device>());
  fido_dev_t* device = key.device_->get();
  if (attach) attach(device);
  int code = fido_dev_set_timeout(device, answer_ms);
  if (code == FIDO_OK) code = fido_dev_open(device, path.c_str());
  if (code != FIDO_OK) {
    return Unexpected(KeyError{.trouble = trouble_of_opening(code, path), .code = code});
  }
  code = key.ask_what_it_is();
  if (code != FIDO_OK) return Unexpected(key.error(code));
  return key;
}

int SecurityKey::ask_what_it_is() {
  fido_dev_t* device = device_->get();
  facts_.firmware = fmt::format("{}.{}.{}", fido_dev_major(device), fido_dev_minor(device),
                                fido_dev_build(device));
  if (!fido_dev_is_fido2(device)) return FIDO_OK;
  const auto info = made<Info>(fido_cbor_info_new());
  const int code = fido_dev_get_cbor_info(device, info.get());
  if (code != FIDO_OK) return code;
  add_info(info.get(), facts_);
  return ask_retries();
}

// A key's own answer that it does not know the question is no error: it is asked for no PIN then.
int SecurityKey::ask_retries() {
  fido_dev_t* device = device_->get();
  int code = FIDO_OK, retries = 0;
  if (facts_.pin_set.value_or(false)) {
    code = fido_dev_get_retry_count(device, &retries);
    if (code == FIDO_OK) facts_.pin_retries = retries;
  }
  if (code >= 0 && facts_.uv_enrolled.value_or(false)) {
    code = fido_dev_get_uv_retry_count(device, &retries);
    if (code == FIDO_OK) facts_.uv_retries = retries;
  }
  return std::min(code, FIDO_OK);
}

KeyError SecurityKey::error(int code) {
  KeyError error{.trouble = trouble_of(code, path_), .code = code};
  if (error.trouble == KeyTrouble::pin_wrong) {
    facts_.pin_retries.reset();
    ask_retries();
    error.pin_retries = facts_.pin_retries;
  }
  return error;
}

Expected<KeyContents, KeyError> SecurityKey::contents(SecretBytes& pin) {
  const char* typed = pin.bytes().data();
  KeyContents contents;
  const auto metadata = made<Metadata>(fido_credman_metadata_new());
  int code = fido_credman_get_dev_metadata(device_->get(), metadata.get(), typed);
  if (code != FIDO_OK) return Unexpected(error(code));
  contents.slots_used = static_cast<std::uint32_t>(fido_credman_rk_existing(metadata.get()));
  contents.slots_free = static_cast<std::uint32_t>(fido_credman_rk_remaining(metadata.get()));
  // Keys that hold nothing differ in what they answer to a request for the list.
  if (contents.slots_used != 0) code = list_passkeys(typed, contents);
  if (code != FIDO_OK) return Unexpected(error(code));
  (void)ask_retries();  // the right PIN has brought them back
  std::ranges::stable_sort(contents.passkeys, {}, &StoredPasskey::relying_party);
  return contents;
}

int SecurityKey::list_passkeys(const char* pin, KeyContents& contents) {
  const auto parties = made<RelyingParties>(fido_credman_rp_new());
  int code = fido_credman_get_dev_rp(device_->get(), parties.get(), pin);
  if (code == FIDO_ERR_NO_CREDENTIALS) return FIDO_OK;
  for (std::size_t i = 0; code == FIDO_OK && i < fido_credman_rp_count(parties.get()); ++i) {
    const std::string id = text_of(fido_credman_rp_id(parties.get(), i));
    const std::span hash(fido_credman_rp_id_hash_ptr(parties.get(), i),
                         fido_credman_rp_id_hash_len(parties.get(), i));
    if (sha256_hex(id) == hex_of(hash)) {
      code = list_relying_party(id, pin, contents);
    } else {
      contents.passkeys.push_back({.relying_party = id, .is_cut_off = true});
    }
  }
  return code;
}

int SecurityKey::list_relying_party(const std::string& id, const char* pin, KeyContents& contents) {
  const auto stored = made<ResidentKeys>(fido_credman_rk_new());
  const int code = fido_credman_get_dev_rk(device_->get(), id.c_str(), stored.get(), pin);
  if (code == FIDO_ERR_NO_CREDENTIALS) return FIDO_OK;
  for (std::size_t i = 0; code == FIDO_OK && i < fido_credman_rk_count(stored.get()); ++i) {
    contents.passkeys.push_back(passkey_of(id, fido_credman_rk(stored.get(), i)));
  }
  return code;
}

Expected<Assertion, KeyError> SecurityKey::sign(const StoredPasskey& passkey,
                                                const ChallengeHash& hash, SecretBytes& pin) {
  fido_dev_t* device = device_->get();
  const auto request = made<Assert>(fido_assert_new());
  int code = fido_assert_set_rp(request.get(), passkey.relying_party.c_str());
  if (code == FIDO_OK) {
    code = fido_assert_set_clientdata_hash(request.get(), hash.data(), hash.size());
  }
  if (code == FIDO_OK) {
    code = fido_assert_allow_cred(request.get(), passkey.credential_id.data(),
                                  passkey.credential_id.size());
  }
  if (code == FIDO_OK) code = fido_dev_set_timeout(device, touch_ms);
  if (code == FIDO_OK) code = fido_dev_get_assert(device, request.get(), pin.bytes().data());
  fido_dev_set_timeout(device, answer_ms);
  if (code == FIDO_ERR_RX) fido_dev_cancel(device);  // so that it stops blinking
  if (code != FIDO_OK) {
    KeyError failed = error(code);
    if (code == FIDO_ERR_RX && failed.trouble == KeyTrouble::silent) {
      failed.trouble = KeyTrouble::not_touched;
    }
    return Unexpected(failed);
  }
  return Assertion{
      .authenticator_data = unwrapped(bytes_of(fido_assert_authdata_ptr(request.get(), 0),
                                               fido_assert_authdata_len(request.get(), 0))),
      .signature =
          bytes_of(fido_assert_sig_ptr(request.get(), 0), fido_assert_sig_len(request.get(), 0))};
}

}  // namespace passkey_audit
