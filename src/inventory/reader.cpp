#include "reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory_resource>
#include <unordered_set>
#include <utility>

#include "everyday_words.hpp"
#include "fields.hpp"
#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

constexpr std::string_view never_the_value =
    "say where copies of it are kept, never the value itself";

// [A-Za-z0-9][A-Za-z0-9._+-]*; an account's may also contain `@`.
bool is_spelt_as_id(std::string_view text, bool of_account) {
  if (text.empty()) return false;
  const auto is_alphanumeric = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  return is_alphanumeric(text.front()) && std::ranges::all_of(text, [&](char c) {
           return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '+' ||
                  (of_account && c == '@');
         });
}

// An id that somebody chose. Ids made of others may be longer: `<account>.codes`.
bool is_id(std::string_view text, bool of_account) {
  return text.size() <= limits::id_characters_max && is_spelt_as_id(text, of_account);
}

std::string ways_hint() {
  return "list alternatives, any one suffices: an id, {\"all\": [ids]}, or "
         "{\"at_least\": 2, \"of\": [ids]}";
}

// Room for the entries of a list while it is read; lists are short, so mostly without allocating.
template <class T>
struct Scratch {
  std::array<std::byte, 8 * sizeof(T)> room;
  std::pmr::monotonic_buffer_resource memory{room.data(), room.size()};
  std::pmr::vector<T> entries{&memory};

  Scratch() { entries.reserve(8); }
};

// Whether a list names a thing already. Lists are short, so mostly by looking at each entry.
class NamedThings {
 public:
  bool contains(std::span<const Reference> entries, Reference reference) {
    constexpr std::size_t short_list = 32;
    if (entries.size() <= short_list) {
      return std::ranges::find(entries, reference.thing, &Reference::thing) != entries.end();
    }
    for (; taken_ < entries.size(); ++taken_) indices_.insert(entries[taken_].thing.index);
    return indices_.contains(reference.thing.index);
  }

 private:
  std::unordered_set<std::uint32_t> indices_;
  std::size_t taken_ = 0;
};

bool holds_copies_only(Kinds allowed) {
  return (allowed & kinds::memory) != 0;
}

// What an object of a type has to say besides, for it to be of any use; may be empty.
std::string_view what_it_needs(std::string_view type) {
  if (const auto authenticator = from_word<AuthenticatorType>(type)) {
    switch (*authenticator) {
      case AuthenticatorType::vault: return R"(, "provider": "...")";
      case AuthenticatorType::platform:
      case AuthenticatorType::push:
      case AuthenticatorType::certificate: return R"(, "device": "...")";
      case AuthenticatorType::secret:
      case AuthenticatorType::totp: return R"(, "stored_in": ["..."])";
      case AuthenticatorType::security_key:
      case AuthenticatorType::phone_number: return {};
    }
  }
  switch (from_word<RecoveryType>(type).value_or(RecoveryType::support)) {
    case RecoveryType::recovery_codes:
    case RecoveryType::recovery_key:
    case RecoveryType::emergency_kit:
    case RecoveryType::backup_file: return R"(, "stored_in": ["..."])";
    case RecoveryType::recovery_contact:
    case RecoveryType::emergency_access:
    case RecoveryType::legacy_contact: return R"(, "person": "...")";
    case RecoveryType::recovery_email: return R"(, "account": "...")";
    case RecoveryType::admin_reset: return R"(, "by": ["..."])";
    case RecoveryType::support:
    case RecoveryType::security_question: break;
  }
  return {};
}

}  // namespace

std::string shown_count(std::uint32_t count) {
  constexpr std::uint32_t most = 9'999;
  return count > most ? fmt::format("more than {}", most) : std::to_string(count);
}

std::string how_to_declare(std::string_view word, Kinds allowed) {
  std::vector<std::string_view> types;
  for (const std::string_view type : Words<AuthenticatorType>::list) {
    if ((kinds::of(*from_word<AuthenticatorType>(type)) & allowed) != 0) types.push_back(type);
  }
  if ((allowed & kinds::recovery_method) != 0) {
    types.insert(types.end(), Words<RecoveryType>::list.begin(), Words<RecoveryType>::list.end());
  }
  std::vector<std::string_view> meant = meant_by(word, types);
  if (std::ranges::find(types, word) != types.end()) meant = {word};
  if (meant.empty()) return {};
  return fmt::format(
      "write {{\"type\": \"{}\"{}}} in its place, or declare it under \"{}\"", meant.front(),
      what_it_needs(meant.front()),
      from_word<RecoveryType>(meant.front()) ? "recovery_methods" : "authenticators");
}

void Reader::problem(ProblemCode code, Position at, std::string pointer, std::string message,
                     std::string hint) {
  if (!counter_.admit(code)) return;
  problems_.push_back({.code = code,
                       .path = path(),
                       .at = at,
                       .pointer = std::move(pointer),
                       .message = std::move(message),
                       .hint = std::move(hint)});
}

void Reader::take_problems(JsonOutcome& outcome) {
  // Of very many, the one that ended the reading must be among those that are listed.
  if (!outcome.complete && !outcome.problems.empty()) {
    std::rotate(outcome.problems.begin(), outcome.problems.end() - 1, outcome.problems.end());
  }
  for (Problem& problem : outcome.problems) {
    if (!counter_.admit(problem.code)) continue;
    problem.path = inventory_.files[file_].path;
    problems_.push_back(std::move(problem));
  }
  counter_.add_unlisted(outcome.counter);
}

void Reader::wrong(JsonValue value, std::string message, std::string hint) {
  problem(ProblemCode::wrong_word, value.at(), value.pointer(), std::move(message),
          std::move(hint));
}

void Reader::impossible(JsonValue value, std::string message, std::string hint) {
  problem(ProblemCode::impossible_data, value.at(), value.pointer(), std::move(message),
          std::move(hint));
}

void Reader::secret(JsonValue value) {
  secret(value.at(), value.pointer());
}

void Reader::secret(Position at, std::string pointer) {
  problem(ProblemCode::looks_secret, at, std::move(pointer),
          "this looks like a secret value; it is not shown here",
          "take it out of the file, " + std::string(never_the_value));
}

// Comparing takes time, and a bad file may have a million problems that are not listed.
std::string Reader::hint_for(std::string_view word, std::span<const std::string_view> known,
                             std::string_view otherwise) const {
  if (counter_.is_full(ProblemCode::wrong_word)) return {};
  std::string hint = meant_or_near(word, known);
  return hint.empty() ? fmt::format("{}: {}", otherwise, fmt::join(known, ", ")) : hint;
}

void Reader::wrong_type(JsonValue value, JsonType type, std::string_view hint) {
  if (value.is(JsonType::string) && looks_secret(value.text())) {
    secret(value);
  } else {
    wrong(value, fmt::format("must be {}, not {}", with_article(type), with_article(value.type())),
          std::string(hint));
  }
}

void Reader::not_understood(JsonValue value, std::string_view message, std::string_view hint) {
  if (looks_secret(value.text())) {
    secret(value);
  } else {
    wrong(value, std::string(message), std::string(hint));
  }
}

void Reader::check_text(JsonValue value) {
  if (looks_secret(value.text())) secret(value);
}

void Reader::read(JsonValue value, Text& text) {
  if (!expect(value, JsonType::string)) return;
  check_text(value);
  if (!value.text().empty() && is_blank(value.text())) {
    wrong(value, "is blank", "write something that can be seen, or leave it out");
  }
  text = inventory_.arena->text(value.text());
}

void Reader::read(JsonValue value, List<Text>& texts) {
  if (!expect(value, JsonType::array)) return;
  std::vector<Text> entries;
  for (const JsonValue entry : value) read(entry, entries.emplace_back());
  texts = inventory_.arena->list<Text>(entries);
}

void Reader::read(JsonValue value, std::optional<bool>& flag) {
  if (expect(value, JsonType::boolean)) flag = value.boolean();
}

void Reader::read(JsonValue value, bool& flag) {
  if (expect(value, JsonType::boolean)) flag = value.boolean();
}

void Reader::read_any_date(JsonValue value, std::optional<Date>& date) {
  constexpr std::string_view hint = "write a day as YYYY-MM-DD, for example \"2026-05-22\"";
  if (!expect(value, JsonType::string, hint)) return;
  date = parse_date(value.text());
  if (!date) not_understood(value, "is not a day that exists", hint);
}

void Reader::read(JsonValue value, std::optional<Date>& date) {
  read_any_date(value, date);
  if (!date || *date <= options_.today) return;
  impossible(value, fmt::format("{} lies in the future", format_date(*date)),
             fmt::format("today is {}", format_date(options_.today)));
}

void Reader::read(JsonValue value, std::optional<Duration>& duration) {
  constexpr std::string_view hint =
      "write a time as digits and h or d, for example \"36h\" or \"3d\"";
  if (!expect(value, JsonType::string, hint)) return;
  duration = parse_duration(value.text());
  if (!duration) not_understood(value, "is not a time", hint);
}

void Reader::read(JsonValue value, Maybe<Date>& date) {
  std::optional<Date> told;
  read(value, told);
  date = told;
}

void Reader::read_any_date(JsonValue value, Maybe<Date>& date) {
  std::optional<Date> told;
  read_any_date(value, told);
  date = told;
}

void Reader::read(JsonValue value, Maybe<Duration>& duration) {
  std::optional<Duration> told;
  read(value, told);
  duration = told;
}

void Reader::read(JsonValue value, Duration& duration) {
  std::optional<Duration> told;
  read(value, told);
  if (told) duration = *told;
}

void Reader::read_days(JsonValue value, std::uint32_t& days) {
  std::optional<Duration> told;
  read(value, told);
  if (!told) return;
  if (told->hours % 24 != 0) {
    wrong(value, "must be whole days", "for example \"183d\"");
    return;
  }
  days = told->hours / 24;
}

void Reader::read_days(JsonValue value, std::optional<std::uint32_t>& days) {
  std::uint32_t told = UINT32_MAX;
  read_days(value, told);
  if (told != UINT32_MAX) days = told;
}

bool Reader::expect_count(JsonValue value, std::uint32_t& count) {
  if (value.is(JsonType::integer) && value.integer() >= 0 &&
      value.integer() <= static_cast<std::int64_t>(limits::count_max)) {
    count = static_cast<std::uint32_t>(value.integer());
    return true;
  }
  if (value.is(JsonType::string) && looks_secret(value.text())) {
    secret(value);
  } else {
    wrong(value, fmt::format("must be a whole number from 0 to {}", limits::count_max), "");
  }
  return false;
}

void Reader::read(JsonValue value, std::uint32_t& count) {
  expect_count(value, count);
}

void Reader::read(JsonValue value, std::optional<std::uint32_t>& count) {
  std::uint32_t told = 0;
  if (expect_count(value, told)) count = told;
}

int Reader::choose(JsonValue value, std::span<const std::string_view> words) {
  if (!expect(value, JsonType::string)) return -1;
  const auto found = std::ranges::find(words, value.text());
  if (found != words.end()) return static_cast<int>(found - words.begin());
  if (looks_secret(value.text())) {
    secret(value);
    return -1;
  }
  wrong(value, "is not a known word here", hint_for(value.text(), words, "one of"));
  return -1;
}

bool Reader::check_id(std::string_view id, bool of_account, Position at,
                      const std::string& pointer) {
  if (looks_secret(id)) {
    secret(at, pointer);
    return false;
  }
  if (!is_id(id, of_account)) {
    problem(ProblemCode::wrong_word, at, pointer, "is not a good id",
            fmt::format("use 1 to {} letters, digits, dots, dashes, underscores or plus signs{}, "
                        "beginning with a letter or digit",
                        limits::id_characters_max, of_account ? " (accounts: @ too)" : ""));
    return false;
  }
  if (id == "memory" || id == "carried" || id == "me" || id == "unknown") {
    problem(ProblemCode::wrong_word, at, pointer, fmt::format("the id \"{}\" is reserved", id),
            "choose another id");
    return false;
  }
  return true;
}

Reader::Declared Reader::take_id(ThingId id, ThingKind kind, std::size_t index, Position at,
                                 JsonValue value) {
  Thing& thing = inventory_.things[id];
  if (thing.kind != ThingKind::undeclared) {
    problem(
        ProblemCode::wrong_word, at, value.pointer(),
        fmt::format("the id \"{}\" is taken", thing.id.view()),
        fmt::format("it is declared at {}:{}:{}; an id is unique over the whole inventory",
                    safe_text(inventory_.files[thing.file].path), thing.at.line, thing.at.column));
    return {id, false};
  }
  thing.kind = kind;
  thing.index = static_cast<std::uint32_t>(index);
  thing.file = file_;
  thing.at = at;
  return {id, true};
}

Reader::Declared Reader::declare(JsonValue member, ThingKind kind, std::size_t index) {
  const std::string_view id = member.key();
  const bool of_account = kind == ThingKind::account;
  const bool good = is_id(id, of_account) && !looks_secret(id);
  const ThingId thing_id = inventory_.things.intern(good ? id : "?");
  const Thing& known = inventory_.things[thing_id];
  const bool reserved = thing_id <= ThingDirectory::unknown;
  if (reserved || known.id == "?") {  // no id is spelt so
    check_id(id, of_account, member.key_at(), member.pointer());
    return {inventory_.things.intern("?"), false};
  }
  const bool same_key = known.kind == kind && !known.in_place && known.file == file_;
  if (same_key) {
    problem(ProblemCode::unusable_json, member.key_at(), member.pointer(),
            fmt::format("duplicate key \"{}\", it stands on line {} already", id, known.at.line),
            "keep one of the two, or give one another id");
    return {thing_id, false};
  }
  return take_id(thing_id, kind, index, member.key_at(), member);
}

// Notes what may turn out to be wrong once everything is read.
void Reader::refer(JsonValue value, Reference& reference, Kinds allowed) {
  reference.thing = inventory_.things.intern(value.text());
  if (!kept_) used_besides_.push_back(reference.thing);
  const bool fits = reference.thing == ThingDirectory::unknown ||
                    (kind_of(inventory_, reference.thing) & allowed) != 0;
  if (fits && reference.thing != ThingDirectory::me) return;  // a team has no "me"
  const std::string pointer = value.pointer();
  // What is not kept may have the pointer of something else.
  const ThingId begins = kept_ ? entry_ : ThingId{};
  const std::string entry = kept_ ? inventory_.pointer_of(entry_) : std::string();
  const auto [known, is_new] =
      pointer_ids_.try_emplace(pointer.substr(std::min(entry.size(), pointer.size())),
                               static_cast<std::uint32_t>(pointers_.size()));
  if (is_new) pointers_.push_back(known->first);
  pending_.push_back({.thing = reference.thing,
                      .at = value.at(),
                      .allowed = allowed,
                      .file = file_,
                      .pointer = known->second,
                      .entry = begins});
}

std::string Reader::pointer_of(const Pending& pending) const {
  const std::string& rest = pointers_[pending.pointer];
  return pending.entry.told() ? inventory_.pointer_of(pending.entry) + rest : rest;
}

bool Reader::keep_member(JsonValue object, JsonValue member, bool keeps_name) {
  const std::string_view key = member.key();
  const bool name = keeps_name && (key == "name" || key == "note");
  if (!name && !key.starts_with("x-")) return false;
  if (name && !expect(member, JsonType::string)) return true;
  const std::string text = member.dump();
  if (looks_secret(key)) {
    secret(member.key_at(), member.pointer());
  } else if (looks_secret(text)) {
    secret(member);
  } else {
    inventory_.kept_members[object.pointer()].emplace_back(key, text);
  }
  return true;
}

void Reader::unknown_key(JsonValue member, std::span<const std::string_view> known) {
  static constexpr std::array<std::string_view, 13> telling{
      "pin", "passphrase", "seed", "secret",     "private_key",    "passcode", "code",
      "key", "value",      "otp",  "secret_key", "password_value", "mnemonic"};
  const std::string_view key = member.key();
  const bool holds_value =
      member.is(JsonType::string) || member.is(JsonType::integer) || member.is(JsonType::number);
  if (holds_value && std::ranges::find(telling, key) != telling.end()) {
    problem(ProblemCode::looks_secret, member.key_at(), member.pointer(),
            fmt::format("the key \"{}\" seems to hold a secret value; it is not shown here", key),
            "take it out of the file, " + std::string(never_the_value));
    return;
  }
  if (looks_secret(key)) {
    secret(member.key_at(), member.pointer());
    return;
  }
  problem(ProblemCode::wrong_word, member.key_at(), member.pointer(),
          is_plain_word(key) ? fmt::format("unknown key \"{}\"", key) : std::string("unknown key"),
          hint_for(key, known, "known here"));
}

// Where copies are told of, a key may be the password itself: only one that is nearly right is
// shown.
void Reader::unknown_key_of_copies(JsonValue object, JsonValue member,
                                   std::span<const std::string_view> known,
                                   std::span<const std::string_view> here) {
  if (!nearest(member.key(), known).empty()) return unknown_key(member, here);
  problem(ProblemCode::wrong_word, member.key_at(), object.pointer(),
          "an unknown key; it is not shown, since it could be the secret itself",
          fmt::format("known here: {}", fmt::join(here, ", ")));
}

// One thing, named by its id or declared where it is used.
void Reader::read(JsonValue value, Reference& reference, Slot slot) {
  const bool may_declare = (slot.allowed & (kinds::authenticator | kinds::recovery_method)) != 0;
  if (value.is(JsonType::object) && may_declare && value.find("type")) {
    reference.thing = declare_in_place(value, slot);
    return;
  }
  if (value.is(JsonType::object) && may_declare) {
    wrong(value, "is an object without \"type\"",
          "name a thing by its id, or declare it here: {\"type\": ..., ...}");
    return;
  }
  if (!expect(value, JsonType::string, "name a thing by its id")) return;
  if (!is_spelt_as_id(value.text(), true)) {
    if (looks_secret(value.text()) || holds_copies_only(slot.allowed)) {
      secret(value);
    } else {
      const bool is_listed = !counter_.is_full(ProblemCode::wrong_word);
      const std::string hint = is_listed ? how_to_declare(value.text(), slot.allowed) : "";
      wrong(value, "is not an id", hint.empty() ? "name a thing of the inventory by its id" : hint);
    }
    return;
  }
  refer(value, reference, slot.allowed);
}

List<Reference> Reader::read_list(JsonValue value, Slot slot, bool must_have_entries) {
  if (!expect(value, JsonType::array, "list ids: [\"...\"]")) return {};
  if (must_have_entries && value.size() == 0) wrong(value, "names nothing", "name at least one id");
  Scratch<Reference> scratch;
  auto& entries = scratch.entries;
  NamedThings named;
  for (const JsonValue entry : value) {
    Reference reference;
    read(entry, reference, slot);
    if (!reference.told()) continue;
    const bool unknown = reference.thing == ThingDirectory::unknown;
    if (!unknown && named.contains(entries, reference)) {
      wrong(entry, "is named twice", "name each thing once");
    } else {
      entries.push_back(reference);
    }
  }
  return inventory_.arena->list<Reference>(entries);
}

void Reader::read(JsonValue value, List<Reference>& references, Slot slot) {
  references = read_list(value, slot, false);
}

void Reader::read_needs(JsonValue value, List<Reference>& references, Slot slot) {
  references = read_list(value, slot, true);
  if (value.is(JsonType::array) && value.size() == 0) references = {};
}

void Reader::read(JsonValue value, StoredCopies& copies, Slot slot) {
  if (value.is(JsonType::array)) {
    copies.stored_in = read_list(value, slot, false);
    return;
  }
  if (!value.is(JsonType::object)) {
    problem(ProblemCode::looks_secret, value.at(), value.pointer(),
            "must be a list of the places where copies are kept; the value is not shown here",
            std::string(never_the_value) + ": [\"memory\"], [\"home\"], [\"my-vault\"]");
    return;
  }
  const bool of_codes = (slot.allowed & (kinds::of(AuthenticatorType::secret) |
                                         kinds::of(AuthenticatorType::security_key))) == 0;
  CopyDetails details;
  for (const JsonValue member : value) {
    const std::string_view key = member.key();
    if (key == "stored_in") {
      copies.stored_in = read_list(member, slot, false);
    } else if (key == "tested_on") {
      read(member, details.tested_on);
    } else if (of_codes && key == "generated_on") {
      read(member, details.generated_on);
    } else if (of_codes && key == "issued") {
      read(member, details.issued);
    } else if (of_codes && key == "remaining") {
      read(member, details.remaining);
    } else if (!keep_member(value, member, true)) {
      static constexpr std::array<std::string_view, 5> known{"stored_in", "tested_on", "issued",
                                                             "remaining", "generated_on"};
      unknown_key_of_copies(value, member, known, std::span(known).first(of_codes ? 5 : 2));
    }
  }
  if (details.issued && details.remaining > details.issued) {
    too_many_remain(value, *details.remaining, *details.issued);
  }
  copies.details = inventory_.arena->list<CopyDetails>(std::span(&details, 1));
}

// {"all": [...]} or {"at_least": k, "of": [...]}.
Way Reader::read_group(JsonValue value, Slot slot) {
  Way way;
  const auto all = value.find("all");
  const auto at_least = value.find("at_least");
  const auto of = value.find("of");
  for (const JsonValue member : value) {
    const std::string_view key = member.key();
    if (key == "all" || key == "of") {
      if (member.size() > limits::way_things_max) {
        wrong(member, "names too many things",
              fmt::format("the limit is {} for one alternative", limits::way_things_max));
        return way;
      }
      way.things = read_list(member, slot, true);
    } else if (key == "wait") {
      read(member, way.wait);
    } else if (key == "works_when_locked") {
      read(member, way.works_when_locked);
    } else if (key != "at_least" && !keep_member(value, member, true)) {
      static constexpr std::array<std::string_view, 5> known{"all", "at_least", "of", "wait",
                                                             "works_when_locked"};
      unknown_key(member, known);
    }
  }
  if (all.has_value() == (at_least.has_value() || of.has_value()) ||
      at_least.has_value() != of.has_value()) {
    wrong(value, "is not an alternative", ways_hint());
    return way;
  }
  if (all) {
    way.form = WayForm::all;
    way.at_least = static_cast<std::uint16_t>(way.things.size());
    return way;
  }
  way.form = WayForm::at_least;
  std::uint32_t count = 0;
  if (!expect_count(*at_least, count)) return way;
  if (of->size() == 0) return way;  // reported: no list, or an empty one
  if (count < 1 || count > of->size()) {
    wrong(*at_least, fmt::format("asks for {} of {} things", shown_count(count), of->size()),
          fmt::format("give a number from 1 to {}", of->size()));
    return way;
  }
  way.at_least = static_cast<std::uint16_t>(count);
  return way;
}

void Reader::read(JsonValue value, List<Way>& ways, Slot slot) {
  if (!expect(value, JsonType::array, ways_hint())) return;
  Scratch<Way> scratch;
  auto& entries = scratch.entries;
  for (const JsonValue entry : value) {
    if (entry.is(JsonType::array)) {
      wrong(entry, "a list inside a list says neither all nor any", ways_hint());
      continue;
    }
    Way way;
    if (entry.is(JsonType::object) && !entry.find("type")) {
      way = read_group(entry, slot);
    } else {
      Reference reference;
      read(entry, reference, slot);
      if (reference.told())
        way.things = inventory_.arena->list<Reference>(std::span(&reference, 1));
    }
    if (!way.things.empty()) entries.push_back(way);
  }
  ways = inventory_.arena->list<Way>(entries);
}

void Reader::read(JsonValue value, List<Passkey>& passkeys, Slot slot) {
  if (!expect(value, JsonType::array, "list the ids of vaults, platform authenticators and keys")) {
    return;
  }
  Scratch<Passkey> scratch;
  auto& entries = scratch.entries;
  for (const JsonValue entry : value) {
    Passkey passkey;
    const bool as_object = entry.is(JsonType::object) && !entry.find("type");
    if (!as_object) {
      read(entry, passkey.in, slot);
      if (passkey.in.told()) entries.push_back(passkey);
      continue;
    }
    PasskeyDetails details;
    for (const JsonValue member : entry) {
      const std::string_view key = member.key();
      if (key == "in") {
        read(member, passkey.in, slot);
      } else if (key == "registered_on") {
        read(member, details.registered_on);
      } else if (key == "used_on") {
        read(member, details.used_on);
      } else if (key == "tested_on") {
        read(member, details.tested_on);
      } else if (key == "backup_eligible") {
        read(member, details.backup_eligible);
      } else if (key == "backed_up") {
        read(member, details.backed_up);
      } else if (key == "on") {
        read(member, details.on, {kinds::device, slot.self});
      } else if (!keep_member(entry, member, true)) {
        static constexpr std::array<std::string_view, 7> known{
            "in", "registered_on", "used_on", "tested_on", "backup_eligible", "backed_up", "on"};
        unknown_key(member, known);
      }
    }
    if (!entry.find("in")) {
      wrong(entry, "does not say where the passkey lives",
            "add \"in\": the id of a vault, platform authenticator or security key");
      continue;
    }
    check_order(entry, details.registered_on, details.used_on);
    if (details.backed_up == true && details.backup_eligible == false) {
      impossible(*entry.find("backed_up"), "backed up, but not eligible for backup",
                 "a passkey that cannot be synced cannot be backed up; see WebAuthn, section "
                 "\"Credential Backup State\"");
    }
    passkey.details = inventory_.arena->list<PasskeyDetails>(std::span(&details, 1));
    if (passkey.in.told()) entries.push_back(passkey);
  }
  passkeys = inventory_.arena->list<Passkey>(entries);
}

void Reader::read(JsonValue value, List<ServiceReview>& review) {
  if (!expect(value, JsonType::object)) return;
  ServiceReview told;
  for (const JsonValue member : value) {
    const std::string_view key = member.key();
    if (key == "reviewed_on") {
      read(member, told.reviewed_on);
    } else if (key == "support_can_restore") {
      read(member, told.support_can_restore);
    } else if (key == "worst_case") {
      read(member, told.worst_case);
    } else if (!keep_member(value, member, true)) {
      static constexpr std::array<std::string_view, 3> known{"reviewed_on", "support_can_restore",
                                                             "worst_case"};
      unknown_key(member, known);
    }
  }
  review = inventory_.arena->list<ServiceReview>(std::span(&told, 1));
}

AccountDetails& Reader::details_of(Account& account) {
  if (account.told_details == nullptr) {
    account.told_details = inventory_.arena->make<AccountDetails>();
  }
  return *account.told_details;
}

// `employer`, `school`, or a person.
void Reader::read_controller(JsonValue value, Account& account) {
  AccountDetails& details = details_of(account);
  if (!expect(value, JsonType::string, "\"employer\", \"school\" or the id of a person")) return;
  if (value.text() == "employer") {
    details.controlled_by = Controller::employer;
  } else if (value.text() == "school") {
    details.controlled_by = Controller::school;
  } else {
    details.controlled_by = Controller::person;
    read(value, details.controlling_person, {kinds::person, account.thing});
  }
}

void Reader::check_order(JsonValue object, const std::optional<Date>& registered,
                         const std::optional<Date>& used) {
  if (!registered || !used || *used >= *registered) return;
  impossible(*object.find("used_on"),
             fmt::format("used on {}, before it was registered on {}", format_date(*used),
                         format_date(*registered)),
             "correct one of the two days");
}

void Reader::check_provider(JsonValue value, const Text& provider) {
  if (!provider.told() || provider == "other" || provider == "unknown") return;
  if (options_.providers.empty() || looks_secret(provider)) return;
  std::vector<std::string_view> words;
  for (const ProviderWord& known : options_.providers) {
    words.push_back(known.word);
    if (known.word != provider.view()) continue;
    if (known.word == known.id) return;
    wrong(value, "is not the id of a provider", fmt::format("write \"{}\"", known.id));
    return;
  }
  const std::string_view word = nearest(provider, words);
  const auto meant = std::ranges::find(options_.providers, word, &ProviderWord::word);
  wrong(value, "is not a provider that the catalog knows",
        word.empty() ? "write \"other\" for any provider that is not in the catalog"
                     : fmt::format("did you mean \"{}\"?", meant->id));
}

bool Reader::check_rule(JsonValue value, std::string_view rule) {
  const bool is_spelt_so =
      rule.size() == 6 && rule.starts_with("PKA") &&
      std::ranges::all_of(rule.substr(3), [](char c) { return c >= '0' && c <= '9'; });
  if (!is_spelt_so) {
    if (!looks_secret(rule)) {
      wrong(value, "is not the id of a rule",
            "rules are named like PKA101; passkey-audit explain lists them");
    }
    return false;
  }
  if (options_.rules.empty() || std::ranges::find(options_.rules, rule) != options_.rules.end()) {
    return true;
  }
  wrong(value, fmt::format("there is no rule {}", rule), hint_for(rule, options_.rules, "one of"));
  return false;
}

void Reader::too_many_remain(JsonValue object, std::uint32_t remaining, std::uint32_t issued) {
  impossible(
      *object.find("remaining"),
      fmt::format("{} codes remain of {} issued", shown_count(remaining), shown_count(issued)),
      "`remaining` counts the codes of the current set that are unused");
}

template <class Owner>
void Reader::read_in_place(JsonValue value, StableVector<Owner>& collection, ThingId thing,
                           bool is_new) {
  using Type = decltype(Owner::type);
  static constexpr std::array<std::string_view, 2> also{"type", "id"};
  Owner spare;  // what cannot be declared is read all the same, for what else is wrong with it
  Owner& owner = is_new ? collection.emplace_back() : spare;
  owner.thing = thing;
  owner.type = *from_word<Type>(value.find("type")->text());
  read_fields(*this, value, owner, also);
  check_fields(*this, value, owner);
}

ThingId Reader::declare_in_place(JsonValue value, Slot slot) {
  const JsonValue type = *value.find("type");
  if (!expect(type, JsonType::string)) return {};
  const auto authenticator = from_word<AuthenticatorType>(type.text());
  const auto method = from_word<RecoveryType>(type.text());
  const Kinds kind = authenticator ? kinds::of(*authenticator)
                     : method      ? kinds::recovery_method
                                   : 0;
  if ((kind & slot.allowed) == 0) {
    std::vector<std::string_view> words;
    for (const std::string_view known : Words<AuthenticatorType>::list) {
      if ((kinds::of(*from_word<AuthenticatorType>(known)) & slot.allowed) != 0) {
        words.push_back(known);
      }
    }
    if ((slot.allowed & kinds::recovery_method) != 0) {
      words.insert(words.end(), Words<RecoveryType>::list.begin(), Words<RecoveryType>::list.end());
    }
    choose(type, words);
    return {};
  }

  std::string id;
  if (const auto told = value.find("id")) {
    const bool good = expect(*told, JsonType::string) &&
                      check_id(told->text(), false, told->at(), told->pointer());
    if (good) id = told->text();
  } else if (kept_) {
    id = fmt::format("{}.{}", inventory_.id_of(slot.self), type.text());
  }
  const ThingKind thing_kind =
      authenticator ? ThingKind::authenticator : ThingKind::recovery_method;
  const std::size_t index =
      authenticator ? inventory_.authenticators.size() : inventory_.recovery_methods.size();
  Declared declared{inventory_.things.intern("?"), false};  // no id is spelt so
  if (!id.empty()) {
    declared = take_id(inventory_.things.intern(id), thing_kind, index, value.at(), value);
  }
  if (declared.is_new) {
    inventory_.things[declared.thing].in_place = true;
    inventory_.in_place[declared.thing] = {.in = slot.self, .pointer = value.pointer()};
    if (!kept_) used_besides_.push_back(declared.thing);
  }
  const bool parent_kept = std::exchange(kept_, kept_ && declared.is_new);
  if (authenticator) {
    read_in_place(value, inventory_.authenticators, declared.thing, declared.is_new);
  } else {
    read_in_place(value, inventory_.recovery_methods, declared.thing, declared.is_new);
  }
  kept_ = parent_kept;
  return id.empty() ? ThingId{} : declared.thing;
}

}  // namespace passkey_audit
