#include "software_key.hpp"

#include <fido.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace passkey_audit {
namespace {

using namespace cbor;

constexpr std::size_t frame_bytes = 64;
constexpr std::uint8_t hid_message = 0x03, hid_init = 0x06, hid_cbor = 0x10, hid_cancel = 0x11,
                       hid_keepalive = 0x3B, first_frame = 0x80;

// Status codes of CTAP 2.1, section 8.2.
constexpr std::uint8_t invalid_command = 0x01, no_credentials = 0x2E, user_action_timeout = 0x2F,
                       pin_invalid = 0x31, pin_blocked = 0x32, pin_auth_invalid = 0x33,
                       pin_auth_blocked = 0x34, pin_not_set = 0x35;

constexpr KeyBytes::value_type aaguid[] = {0x2f, 0xc0, 0x57, 0x9f, 0x81, 0x13, 0x47, 0xea,
                                           0xb1, 0x16, 0xbb, 0x5a, 0x8d, 0xb9, 0x20, 0x2a};

KeyBytes cose_key(const PrivateKey& key) {
  const KeyBytes bytes = key.public_key();
  const auto middle = bytes.begin() + std::ssize(bytes) / 2;
  if (key.algorithm() == -8) {
    return map({{number(1), number(1)},
                {number(3), number(-8)},
                {number(-1), number(6)},
                {number(-2), cbor::bytes(bytes)}});
  }
  return map({{number(1), number(2)},
              {number(3), number(key.algorithm())},
              {number(-1), number(key.algorithm() == -35 ? 2 : 1)},
              {number(-2), cbor::bytes(KeyBytes(bytes.begin(), middle))},
              {number(-3), cbor::bytes(KeyBytes(middle, bytes.end()))}});
}

KeyBytes descriptor(const SoftwarePasskey& passkey) {
  return map({{text("id"), cbor::bytes(passkey.id)}, {text("type"), text("public-key")}});
}

SoftwareKey* plugged_in = nullptr;

void* open_it(const char* path) {
  const bool opens = plugged_in != nullptr && plugged_in->path == path && !plugged_in->is_held &&
                     std::filesystem::exists(path);
  return opens ? plugged_in : nullptr;
}
void close_it(void*) {}
int read_it(void* key, unsigned char* bytes, std::size_t size, int) {
  return static_cast<SoftwareKey*>(key)->read(bytes, size);
}
int write_it(void* key, const unsigned char* bytes, std::size_t size) {
  return static_cast<SoftwareKey*>(key)->write(bytes, size);
}

}  // namespace

void SoftwareKey::attach(fido_dev* device) {
  plugged_in = this;
  const fido_dev_io_t io{.open = open_it, .close = close_it, .read = read_it, .write = write_it};
  if (fido_dev_set_io_functions(device, &io) != FIDO_OK) throw std::runtime_error("no transport");
}

// ---- frames

int SoftwareKey::read(unsigned char* bytes, std::size_t size) {
  if (outgoing_.empty() || size < frame_bytes) return -1;  // as if the time was over
  std::ranges::copy(outgoing_.front(), bytes);
  outgoing_.pop_front();
  return static_cast<int>(frame_bytes);
}

int SoftwareKey::write(const unsigned char* bytes, std::size_t size) {
  if (size != frame_bytes + 1 || vanishes_after == 0) return -1;
  const unsigned char* frame = bytes + 1;  // behind the number of the report
  const bool is_first = (frame[4] & first_frame) != 0;
  const std::size_t head = is_first ? 7 : 5;
  if (is_first) {
    command_ = frame[4] & 0x7FU;
    expected_ = static_cast<std::size_t>(frame[5] << 8U | frame[6]);
    message_.clear();
  }
  const std::size_t count = std::min(frame_bytes - head, expected_ - message_.size());
  message_.insert(message_.end(), frame + head, frame + head + count);
  if (message_.size() == expected_) receive(command_, message_);
  return static_cast<int>(size);
}

void SoftwareKey::send(std::uint8_t command, const KeyBytes& message) {
  KeyBytes frame = channel_;
  frame.push_back(command | first_frame);
  frame.push_back(static_cast<std::uint8_t>(message.size() >> 8U));
  frame.push_back(static_cast<std::uint8_t>(message.size()));
  std::uint8_t sequence = 0;
  for (std::size_t at = 0;;) {
    const std::size_t count = std::min(frame_bytes - frame.size(), message.size() - at);
    frame.insert(frame.end(), message.begin() + static_cast<std::ptrdiff_t>(at),
                 message.begin() + static_cast<std::ptrdiff_t>(at + count));
    frame.resize(frame_bytes);
    outgoing_.push_back(frame);
    at += count;
    if (at == message.size()) return;
    frame = channel_;
    frame.push_back(sequence++);
  }
}

bool SoftwareKey::is_gone() {
  if (vanishes_after > 0 && --vanishes_after == 0 && on_vanishing) on_vanishing();
  return vanishes_after == 0;
}

void SoftwareKey::receive(std::uint8_t command, const KeyBytes& message) {
  outgoing_.clear();
  if (is_gone()) return;
  if (command == hid_init) {
    commands.emplace_back("init");
    KeyBytes answer = message;  // the nonce
    append(answer, {0x01, 0x02, 0x03, 0x04, 2, 5, 4, 3});
    answer.push_back(speaks_cbor ? 0x04 : 0x00);
    channel_ = KeyBytes(4, 0xFF);
    send(hid_init, answer);
    channel_ = {0x01, 0x02, 0x03, 0x04};
  } else if (command == hid_cancel) {
    commands.emplace_back("cancel");
  } else if (command == hid_cbor && !message.empty()) {
    if (keepalives) send(hid_keepalive, {1});
    Answer done = answer(message);
    done.body.insert(done.body.begin(), done.status);
    send(hid_cbor, done.body);
  } else {
    forbidden.push_back(command == hid_message ? "U2F" : "HID " + std::to_string(command));
  }
}

// ---- commands

SoftwareKey::Answer SoftwareKey::answer(const KeyBytes& message) {
  const KeyBytes parameters(message.begin() + 1, message.end());
  const auto request = [&] { return Reader(parameters).read(); };
  switch (message.front()) {
    case 0x02: return get_assertion(request());
    case 0x04: return get_info();
    case 0x06: return client_pin(request());
    case 0x0A:
      if (lists_by_standard) return manage(request());
      break;
    case 0x41:
      if (lists_by_preview) return manage(request());
      break;
    default: forbidden.push_back("command " + std::to_string(message.front()));
  }
  return {invalid_command, {}};
}

SoftwareKey::Answer SoftwareKey::get_info() {
  commands.emplace_back("info");
  Members options{{text("rk"), boolean(true)}, {text("up"), boolean(true)}};
  if (has_fingerprints) options.emplace_back(text("uv"), boolean(true));
  if (lists_by_standard) options.emplace_back(text("credMgmt"), boolean(true));
  options.emplace_back(text("clientPin"), boolean(!pin.empty()));
  if (has_permissions) options.emplace_back(text("pinUvAuthToken"), boolean(true));
  if (lists_by_preview) options.emplace_back(text("credentialMgmtPreview"), boolean(true));
  Members info{{number(1), array({text("FIDO_2_0"), text("FIDO_2_1")})},
               {number(2), array({text("credProtect")})},
               {number(3), cbor::bytes({std::begin(aaguid), std::end(aaguid)})},
               {number(4), map(options)},
               {number(5), number(1200)},
               {number(6), array({number(pin_protocol)})},
               {number(9), array({text("usb"), text("nfc")})},
               {number(12), boolean(wants_new_pin)},
               {number(13), number(pin_characters_min)}};
  if (slots_free_told) info.emplace_back(number(20), number(*slots_free_told));
  if (info_out_of_order) std::swap(info[2], info[4]);
  return {0, map(info)};
}

SoftwareKey::Answer SoftwareKey::client_pin(const Value& request) {
  const std::int64_t what = request.at(2).number;
  commands.push_back("pin " + std::to_string(what));
  switch (what) {
    case 1: return {0, map({{number(3), number(pin_retries)}})};
    case 2: return {0, map({{number(1), cose_key(agreement_)}})};
    case 5:
    case 9: return pin_token(request);
    case 7: return {0, map({{number(5), number(3)}})};
    default: forbidden.push_back(commands.back()); return {invalid_command, {}};
  }
}

// Section 6.5.5.7.
SoftwareKey::Answer SoftwareKey::pin_token(const Value& request) {
  if (pin.empty()) return {pin_not_set, {}};
  if (pin_retries == 0) return {pin_blocked, {}};
  if (wrong_in_a_row_ == 3) return {pin_auth_blocked, {}};
  const Value& peer = request.at(3);
  const PinProtocol protocol(pin_protocol,
                             agreement_.shared_with(peer.at(-2).bytes, peer.at(-3).bytes));
  KeyBytes hash = sha256(pin);
  hash.resize(16);
  --pin_retries;
  if (protocol.decrypted(request.at(6).bytes) != hash) {
    ++wrong_in_a_row_;
    agreement_ = PrivateKey(-25);
    if (pin_retries == 0) return {pin_blocked, {}};
    return {wrong_in_a_row_ == 3 ? pin_auth_blocked : pin_invalid, {}};
  }
  pin_retries = 8;
  wrong_in_a_row_ = 0;
  token_ = random_bytes(32);
  return {0, map({{number(2), cbor::bytes(protocol.encrypted(token_))}})};
}

bool SoftwareKey::knows_token(const Value& request, const KeyBytes& text, int auth_key) const {
  const Value* auth = request.find(auth_key);
  return auth != nullptr && auth->bytes == pin_auth(pin_protocol, token_, text);
}

SoftwareKey::Answer SoftwareKey::manage(const Value& request) {
  const std::int64_t what = request.at(1).number;
  commands.push_back("list " + std::to_string(what));
  if (what < 1 || what > 5) {
    forbidden.push_back(commands.back());
    return {invalid_command, {}};
  }
  KeyBytes text{static_cast<std::uint8_t>(what)};
  if (const Value* parameters = request.find(2)) append(text, parameters->encoded);
  const bool begins = what == 1 || what == 2 || what == 4;
  if (begins && !knows_token(request, text, 4)) return {pin_auth_invalid, {}};
  switch (what) {
    case 1:
      return {0, map({{number(1), number(std::ssize(passkeys))},
                      {number(2), number(slots - std::ssize(passkeys))}})};
    case 2: {
      const auto all = relying_parties();
      parties_left_.assign(all.begin(), all.end());
      return next_relying_party(true);
    }
    case 3: return next_relying_party(false);
    case 4:
      passkeys_left_.clear();
      for (const SoftwarePasskey& passkey : passkeys) {
        const bool is_meant = sha256(passkey.relying_party) == request.at(2).at(1).bytes;
        if (is_meant) passkeys_left_.push_back(&passkey);
      }
      return next_passkey(true);
    default: return next_passkey(false);
  }
}

std::vector<std::string> SoftwareKey::relying_parties() const {
  std::vector<std::string> parties;
  for (const SoftwarePasskey& passkey : passkeys) {
    const bool is_new = std::ranges::find(parties, passkey.relying_party) == parties.end();
    if (is_new) parties.push_back(passkey.relying_party);
  }
  return parties;
}

SoftwareKey::Answer SoftwareKey::next_relying_party(bool with_total) {
  if (parties_left_.empty()) return {no_credentials, {}};
  const std::string party = parties_left_.front();
  const auto total = std::ssize(parties_left_);
  parties_left_.pop_front();
  const auto stored = std::ranges::find(passkeys, party, &SoftwarePasskey::relying_party);
  const std::string& shown = stored->shown_party.empty() ? party : stored->shown_party;
  Members answer{{number(3), map({{text("id"), text(shown)}})},
                 {number(4), cbor::bytes(sha256(party))}};
  if (with_total) answer.emplace_back(number(5), number(total));
  return {0, map(answer)};
}

SoftwareKey::Answer SoftwareKey::next_passkey(bool with_total) {
  if (passkeys_left_.empty()) return {no_credentials, {}};
  const SoftwarePasskey& passkey = *passkeys_left_.front();
  const auto total = std::ssize(passkeys_left_);
  passkeys_left_.pop_front();
  const KeyBytes user =
      map({{text("id"), cbor::bytes({1, 2, 3})}, {text("name"), text(passkey.user_name)}});
  Members answer{
      {number(6), user}, {number(7), descriptor(passkey)}, {number(8), cose_key(passkey.key)}};
  if (with_total) answer.emplace_back(number(9), number(total));
  answer.emplace_back(number(10), number(1));
  return {0, map(answer)};
}

// Section 6.2. The touch is what `is_touched` says.
SoftwareKey::Answer SoftwareKey::get_assertion(const Value& request) {
  commands.emplace_back("assert");
  const KeyBytes& hash = request.at(2).bytes;
  if (!knows_token(request, hash, 6)) return {pin_auth_invalid, {}};
  const KeyBytes& id = request.at(3).items.at(0).of_text("id").bytes;
  const auto passkey = std::ranges::find(passkeys, id, &SoftwarePasskey::id);
  if (passkey == passkeys.end()) return {no_credentials, {}};
  if (!is_touched) return {user_action_timeout, {}};
  KeyBytes data = sha256(request.at(1).text());
  append(data, {0x05, 0, 0, 0, 7});  // touched, PIN right; a counter
  KeyBytes all = data;
  append(all, signs_wrongly ? sha256(hash) : hash);
  return {0, map({{number(1), descriptor(*passkey)},
                  {number(2), cbor::bytes(data)},
                  {number(3), cbor::bytes(passkey->key.sign(all))}})};
}

}  // namespace passkey_audit
