// Everything that can be lost, as docs/model.md lists it, each with the text that names it
// ("device:iphone", "copy:bank.codes@home").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

struct LossId {
  std::uint32_t index = 0;
  friend auto operator<=>(const LossId&, const LossId&) = default;
};

// Sorted by text, without repeats, unless it says otherwise.
using LossSet = std::vector<LossId>;

enum class LossKind : std::uint8_t {
  device,
  security_key,
  phone_number,
  copy,
  secret,
  person,
  account,
  signed_out,
  place,
  vendor
};
template <>
struct Words<LossKind> {
  static constexpr std::array<std::string_view, 10> list{
      "device", "security-key", "phone-number", "copy",  "secret",
      "person", "account",      "signed-out",   "place", "vendor"};
};

// What is meant by the id of an account, or of another thing.
enum class Part : std::uint8_t {
  itself,
  password,  // of the account
  codes,     // of the account
  totp,      // of the account
};

// "google", or "google.codes".
[[nodiscard]] std::string id_of_part(const Inventory& inventory, ThingId thing, Part part);

struct Loss {
  LossKind kind = LossKind::device;
  std::string text;
  // The thing that is lost. Of a copy or memory copy, what it is a copy of; of a place or vendor,
  // not told.
  ThingId thing;
  Part part = Part::itself;
  ThingId kept_at;   // of a copy: the place
  std::string name;  // of a site or vendor
  // It is among the losses whose effect is searched (inventory format, "Candidate losses").
  bool candidate = false;
  // Of a place, vendor or person: what it takes with it, as losses of their own.
  std::vector<LossId> members;

  // A site that goes where somebody goes: "carried", in a team "carried@<person>".
  bool is_carried_site() const;
};

class LossTable {
 public:
  void reserve(std::size_t count) { losses_.reserve(count); }
  // The loss with this text; added if it is new.
  LossId add(LossKind kind, std::string_view name, ThingId thing, Part part = Part::itself);
  // Null when the inventory has nothing of the kind.
  std::optional<LossId> find(std::string_view text) const;

  Loss& operator[](LossId id) { return losses_[id.index]; }
  const Loss& operator[](LossId id) const { return losses_[id.index]; }
  std::size_t size() const { return losses_.size(); }
  const std::vector<Loss>& all() const { return losses_; }

  // Sorted by text.
  std::vector<LossId> candidates() const;
  // A cold start loses all of these; in the order of the file.
  LossSet every_device() const;
  // The sites that stay where they are, in the order of the file.
  LossSet built_sites() const;

 private:
  std::vector<Loss> losses_;
  std::unordered_map<std::string, LossId> index_;
};

}  // namespace passkey_audit
