// Reads the values of inventory fields, one overload for each type of field, and collects what is
// wrong with them. Internal to this module.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/inventory/references.hpp"
#include "passkey_audit/support/json_stream.hpp"
#include "passkey_audit/support/json_value.hpp"

namespace passkey_audit {

// Where a field with references stands: what may be named there, and in which object.
struct Slot {
  Kinds allowed = 0;
  ThingId self;
};

// A number of five digits or more may be a code in the wrong place.
[[nodiscard]] std::string shown_count(std::uint32_t count);

// For a word that is no id but says what is meant: "sms" where a phone number may stand. Empty: it
// does not.
[[nodiscard]] std::string how_to_declare(std::string_view word, Kinds allowed);

class Reader {
 public:
  Reader(Inventory& inventory, const ReadOptions& options, Problems& problems)
      : inventory_(inventory), options_(options), problems_(problems) {}

  void enter_file(std::uint16_t file) { file_ = file; }
  const std::string& path() const { return inventory_.files[file_].path; }
  Inventory& inventory() { return inventory_; }
  const ReadOptions& options() const { return options_; }

  void problem(ProblemCode code, Position at, std::string pointer, std::string message,
               std::string hint);
  // What the JSON of the file that was entered is worth.
  void take_problems(JsonOutcome& outcome);
  // To be listed last.
  Problems unlisted_problems() const { return counter_.rest(inventory_.files[0].path); }
  void wrong(JsonValue value, std::string message, std::string hint);       // PKI002
  void impossible(JsonValue value, std::string message, std::string hint);  // PKI003
  void secret(JsonValue value);                                             // PKI004
  void secret(Position at, std::string pointer);
  // False, with a problem: the value is of another type.
  bool expect(JsonValue value, JsonType type, std::string_view hint = {}) {
    if (value.is(type)) return true;
    wrong_type(value, type, hint);
    return false;
  }

  void read(JsonValue value, Text& text);
  void read(JsonValue value, std::optional<bool>& flag);
  void read(JsonValue value, bool& flag);
  void read(JsonValue value, std::optional<Date>& date);  // not in the future
  void read_any_date(JsonValue value, std::optional<Date>& date);
  void read(JsonValue value, std::optional<Duration>& duration);
  void read(JsonValue value, Maybe<Date>& date);
  void read_any_date(JsonValue value, Maybe<Date>& date);
  void read(JsonValue value, Maybe<Duration>& duration);
  void read(JsonValue value, Duration& duration);
  void read_days(JsonValue value, std::uint32_t& days);
  void read_days(JsonValue value, std::optional<std::uint32_t>& days);
  void read(JsonValue value, std::optional<std::uint32_t>& count);
  void read(JsonValue value, std::uint32_t& count);
  void read(JsonValue value, List<Text>& texts);

  template <class E>
  requires std::is_enum_v<E>
  void read(JsonValue value, E& choice) {
    if (const int index = choose(value, Words<E>::list); index >= 0) choice = static_cast<E>(index);
  }
  template <class E>
  requires std::is_enum_v<E>
  void read(JsonValue value, std::optional<E>& choice) {
    if (const int index = choose(value, Words<E>::list); index >= 0) choice = static_cast<E>(index);
  }
  template <class E>
  requires std::is_enum_v<E>
  void read(JsonValue value, List<E>& choices) {
    if (!expect(value, JsonType::array)) return;
    std::vector<E> read_choices;
    for (const JsonValue entry : value) {
      if (const int index = choose(entry, Words<E>::list); index >= 0) {
        read_choices.push_back(static_cast<E>(index));
      }
    }
    choices = inventory_.arena->list<E>(read_choices);
  }

  void read(JsonValue value, Reference& reference, Slot slot);
  void read(JsonValue value, List<Reference>& references, Slot slot);
  void read_needs(JsonValue value, List<Reference>& references, Slot slot);
  void read(JsonValue value, StoredCopies& copies, Slot slot);
  void read(JsonValue value, List<Way>& ways, Slot slot);
  void read(JsonValue value, List<Passkey>& passkeys, Slot slot);
  void read(JsonValue value, List<ServiceReview>& review);
  // To be filled in.
  AccountDetails& details_of(Account& account);
  void read_controller(JsonValue value, Account& account);

  // Gives the id of a collection's member to a new thing. Badly spelt, reserved or taken: a
  // problem, and is_new is false; the object is still read for what else is wrong with it.
  struct Declared {
    ThingId thing;
    bool is_new = false;
  };
  Declared declare(JsonValue member, ThingKind kind, std::size_t index);

  // References whose thing was not declared yet, or is of another kind than may stand there: judged
  // when everything is read.
  struct Pending {
    ThingId thing;
    Position at;
    Kinds allowed = 0;
    std::uint16_t file = 0;
    std::uint32_t pointer = 0;  // of pointer_of()
    ThingId entry;              // that the pointer begins with
  };
  const std::vector<Pending>& pending() const { return pending_; }
  std::string pointer_of(const Pending& pending) const;
  // The entry of a collection that is being read. What has no good id is read for what else is
  // wrong with it, and not kept.
  void enter_entry(Declared entry) {
    entry_ = entry.thing;
    kept_ = entry.is_new;
  }
  // Things that only such an entry refers to.
  const std::vector<ThingId>& used_besides() const { return used_besides_; }

  // `name`, `note` and `x-...` of an object that has no fields for them. True: the member is kept.
  bool keep_member(JsonValue object, JsonValue member, bool keeps_name);
  void unknown_key_of_copies(JsonValue object, JsonValue member,
                             std::span<const std::string_view> known,
                             std::span<const std::string_view> here);
  void unknown_key(JsonValue member, std::span<const std::string_view> known);

  // The index of the word in the list, or -1 with a problem.
  int choose(JsonValue value, std::span<const std::string_view> words);

  void check_order(JsonValue object, const std::optional<Date>& registered,
                   const std::optional<Date>& used);
  void check_provider(JsonValue value, const Text& provider);
  // False, with a problem: there is no such rule.
  bool check_rule(JsonValue value, std::string_view rule);
  // Of the codes that the object speaks of.
  void too_many_remain(JsonValue object, std::uint32_t remaining, std::uint32_t issued);

 private:
  void wrong_type(JsonValue value, JsonType type, std::string_view hint);
  std::string hint_for(std::string_view word, std::span<const std::string_view> known,
                       std::string_view otherwise) const;
  bool expect_count(JsonValue value, std::uint32_t& count);
  Way read_group(JsonValue value, Slot slot);
  ThingId declare_in_place(JsonValue value, Slot slot);
  bool check_id(std::string_view id, bool of_account, Position at, const std::string& pointer);
  Declared take_id(ThingId id, ThingKind kind, std::size_t index, Position at, JsonValue value);
  template <class Owner>
  void read_in_place(JsonValue value, StableVector<Owner>& collection, ThingId thing, bool is_new);
  void check_text(JsonValue value);
  void not_understood(JsonValue value, std::string_view message, std::string_view hint);
  void refer(JsonValue value, Reference& reference, Kinds allowed);
  List<Reference> read_list(JsonValue value, Slot slot, bool must_have_entries);

  Inventory& inventory_;
  const ReadOptions& options_;
  Problems& problems_;
  ProblemCounter counter_;
  std::uint16_t file_ = 0;
  ThingId entry_;
  bool kept_ = true;
  std::vector<ThingId> used_besides_;
  std::vector<Pending> pending_;
  // Pointers within an entry, such as "/passkeys/0": few are different.
  std::unordered_map<std::string, std::uint32_t> pointer_ids_;
  std::vector<std::string> pointers_;
};

}  // namespace passkey_audit
