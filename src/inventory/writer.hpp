// Writes the values of inventory fields into a JSON object, one overload for each type of field.
// What was not told is not written. Internal to this module.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

class Writer {
 public:
  // Writes into the object, which stands at the pointer; `self` is the thing that it describes.
  Writer(const Inventory& inventory, nlohmann::ordered_json& object, std::string pointer,
         ThingId self)
      : inventory_(inventory), object_(object), pointer_(std::move(pointer)), self_(self) {}

  void write(std::string_view key, const Text& text);
  void write(std::string_view key, const std::optional<bool>& flag);
  void write(std::string_view key, const std::optional<Date>& date);
  void write(std::string_view key, const std::optional<Duration>& duration);
  void write(std::string_view key, const Maybe<Date>& date);
  void write(std::string_view key, const std::optional<std::uint32_t>& count);
  void write(std::string_view key, const List<Text>& texts);
  void write(std::string_view key, const Reference& reference);
  void write(std::string_view key, const List<Reference>& references);
  void write(std::string_view key, const StoredCopies& copies);
  void write(std::string_view key, const List<Way>& ways);
  void write(std::string_view key, const List<Passkey>& passkeys);
  void write(std::string_view key, const List<ServiceReview>& review);
  void write_controller(std::string_view key, const Account& account);

  // Choices: the words of inventory/words.hpp. What every object has by default is not written.
  template <class E>
  requires std::is_enum_v<E>
  void write(std::string_view key, const E& choice) {
    if (choice != E{}) write_word(key, word(choice));
  }
  template <class E>
  requires std::is_enum_v<E>
  void write(std::string_view key, const std::optional<E>& choice) {
    if (choice) write_word(key, word(*choice));
  }
  template <class E>
  requires std::is_enum_v<E>
  void write(std::string_view key, const List<E>& choices) {
    if (!choices.told()) return;
    begin_list(key);
    for (const E choice : choices) append_word(key, word(choice));
  }

  // Members that have no field: `x-...`, names and notes of small objects.
  void write_kept();

 private:
  void write_word(std::string_view key, std::string_view word);
  void begin_list(std::string_view key);
  void append_word(std::string_view key, std::string_view word);
  nlohmann::ordered_json reference_json(const Reference& reference, const std::string& pointer);
  nlohmann::ordered_json list_json(const List<Reference>& references, const std::string& pointer);
  nlohmann::ordered_json way_json(const Way& way, const std::string& pointer);
  void keep(nlohmann::ordered_json& object, const std::string& pointer);

  const Inventory& inventory_;
  nlohmann::ordered_json& object_;
  std::string pointer_;
  ThingId self_;
};

}  // namespace passkey_audit
