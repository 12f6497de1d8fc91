#include "passkey_audit/inventory/read_inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "check_references.hpp"
#include "everyday_words.hpp"
#include "fields.hpp"
#include "passkey_audit/support/byte_source.hpp"
#include "passkey_audit/support/json_stream.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "policy_reader.hpp"
#include "reader.hpp"

namespace passkey_audit {
namespace {

constexpr std::array<std::string_view, 6> collections{
    "places", "people", "devices", "authenticators", "recovery_methods", "accounts"};

// Receives the parts of one file and puts them into the inventory.
class FileVisitor final : public JsonVisitor {
 public:
  FileVisitor(Reader& reader, bool is_included) : reader_(reader), is_included_(is_included) {}

  bool is_collection(std::string_view root_key) override {
    if (root_key == "accounts") has_accounts_ = true;
    const bool found = std::ranges::find(collections, root_key) != collections.end();
    has_collections_ = has_collections_ || found;
    return found;
  }

  void entry(std::string_view collection, JsonValue value) override {
    if (is_misplaced_collection(collection, value)) return;
    Inventory& inventory = reader_.inventory();
    if (collection == "places") {
      read_entry(value, ThingKind::place, inventory.places);
    } else if (collection == "people") {
      read_entry(value, ThingKind::person, inventory.people);
    } else if (collection == "devices") {
      read_entry(value, ThingKind::device, inventory.devices);
    } else if (collection == "authenticators") {
      read_typed_entry(value, ThingKind::authenticator, inventory.authenticators);
    } else if (collection == "recovery_methods") {
      read_typed_entry(value, ThingKind::recovery_method, inventory.recovery_methods);
    } else {
      read_entry(value, ThingKind::account, inventory.accounts);
    }
  }

  void member(JsonValue value) override {
    const std::string_view key = value.key();
    Inventory& inventory = reader_.inventory();
    if (is_collection(key)) {
      reader_.expect(value, JsonType::object, "a collection is an object: {\"id\": {...}}");
    } else if (key == "$schema") {
      if (is_included_) {
        Text ignored;
        reader_.read(value, ignored);
      } else {
        reader_.read(value, inventory.schema);
      }
    } else if (key.starts_with("x-") && is_included_) {
      // Accepted; of an included file nothing is written back.
      if (looks_secret(key) || looks_secret(value.dump())) reader_.secret(value);
    } else if (is_included_) {
      reader_.unknown_key(value, collections);
    } else {
      main_member(value);
    }
  }

  std::string_view beginning() const override {
    return is_included_ ? R"({"accounts": {...}})" : JsonVisitor::beginning();
  }

  // It has what a policy file may have, and nothing that makes an inventory.
  bool is_policy_file() const { return has_policy_keys_ && !has_version_ && !has_collections_; }
  bool has_version() const { return has_version_; }
  bool has_accounts() const { return has_accounts_; }
  // Where `include` stands, and each of its entries.
  Position include_at() const { return include_at_; }
  const std::vector<Position>& included_at() const { return included_at_; }

 private:
  // A bracket that was forgotten puts what follows into the collection before it. What stands there
  // is read all the same, so that nothing else is reported for it.
  bool is_misplaced_collection(std::string_view collection, JsonValue value) {
    const std::string_view key = value.key();
    if (!value.is(JsonType::object) || !is_collection(key)) return false;
    bool holds_entries = false;
    for (const JsonValue member : value) holds_entries |= member.is(JsonType::object);
    if (!holds_entries) return false;
    reader_.problem(ProblemCode::wrong_word, value.key_at(), value.pointer(),
                    fmt::format("\"{}\" stands inside \"{}\"", key, collection),
                    fmt::format("close \"{}\" with }} before it", collection));
    for (const JsonValue member : value) entry(key, member);
    return true;
  }

  void main_member(JsonValue value) {
    static constexpr std::array<std::string_view, 14> known{
        "$schema", "version",        "profile",          "title",   "reviewed_on",
        "policy",  "waivers",        "include",          "places",  "people",
        "devices", "authenticators", "recovery_methods", "accounts"};
    const std::string_view key = value.key();
    Inventory& inventory = reader_.inventory();
    if (key == "version") {
      read_version(value);
    } else if (key == "profile") {
      reader_.read(value, inventory.profile);
    } else if (key == "title") {
      reader_.read(value, inventory.title);
    } else if (key == "reviewed_on") {
      reader_.read(value, inventory.reviewed_on);
    } else if (key == "include") {
      reader_.read(value, inventory.include);
      include_at_ = value.at();
      for (const JsonValue entry : value) included_at_.push_back(entry.at());
    } else if (key == "policy") {
      read_policy(reader_, value, inventory.policy);
      inventory.kept_members[""].emplace_back("policy", value.dump());
    } else if (key == "waivers") {
      has_policy_keys_ = true;
      read_waivers(reader_, value, inventory.waivers);
      inventory.kept_members[""].emplace_back("waivers", value.dump());
    } else if (key == "name" || key == "note" || key.starts_with("x-")) {
      keep_root_member(value);
    } else if (is_policy_key(key)) {
      has_policy_keys_ = true;
      reader_.problem(ProblemCode::wrong_word, value.key_at(), value.pointer(),
                      fmt::format("unknown key \"{}\"", key),
                      fmt::format("write it into \"policy\": {{\"{}\": ...}}", key));
    } else {
      reader_.unknown_key(value, known);
    }
  }

  void read_version(JsonValue value) {
    has_version_ = true;
    if (value.is(JsonType::integer) && value.integer() == 1) return;
    if (value.is(JsonType::string) && looks_secret(value.text())) return reader_.secret(value);
    reader_.wrong(value, "this program reads version 1 of the format", "write \"version\": 1");
  }

  void keep_root_member(JsonValue value) {
    const std::string_view key = value.key();
    if (!key.starts_with("x-") && !reader_.expect(value, JsonType::string)) return;
    const std::string text = value.dump();
    if (looks_secret(key)) {
      reader_.secret(value.key_at(), value.pointer());
    } else if (looks_secret(text)) {
      reader_.secret(value);
    } else {
      reader_.inventory().kept_members[""].emplace_back(value.key(), text);
    }
  }

  template <class Owner>
  void read_entry(JsonValue value, ThingKind kind, StableVector<Owner>& collection) {
    const Reader::Declared declared = reader_.declare(value, kind, collection.size());
    if (!reader_.expect(value, JsonType::object, "describe the thing in an object: {}")) {
      if (declared.is_new) collection.push_back({.thing = declared.thing});
      return;
    }
    Owner spare;
    Owner& owner = declared.is_new ? collection.emplace_back() : spare;
    owner.thing = declared.thing;
    reader_.enter_entry(declared);
    read_fields(reader_, value, owner);
    if constexpr (std::is_same_v<Owner, Place>) check_fields(reader_, value, owner);
  }

  template <class Owner>
  void read_typed_entry(JsonValue value, ThingKind kind, StableVector<Owner>& collection) {
    using Type = decltype(Owner::type);
    static constexpr std::array<std::string_view, 1> also{"type"};
    const Reader::Declared declared = reader_.declare(value, kind, collection.size());
    Owner spare;
    Owner& owner = declared.is_new ? collection.emplace_back() : spare;
    owner.thing = declared.thing;
    reader_.enter_entry(declared);
    const int index = type_of(value, Words<Type>::list);
    if (index < 0) {
      // Of no kind: what it may be used for cannot be told, and nothing more is said about it.
      if (declared.is_new) {
        reader_.inventory().things[declared.thing].kind = ThingKind::unknown;
        collection.pop_back();
      }
      return;
    }
    owner.type = static_cast<Type>(index);
    read_fields(reader_, value, owner, also);
    check_fields(reader_, value, owner);
  }

  // Negative, with a problem: there is no good one.
  int type_of(JsonValue value, std::span<const std::string_view> words) {
    if (!reader_.expect(value, JsonType::object)) return -1;
    if (const auto type = value.find("type")) {
      if (tell_other_collection(*type, words)) return -1;
      return reader_.choose(*type, words);
    }
    reader_.wrong(value, "has no \"type\"", fmt::format("one of: {}", fmt::join(words, ", ")));
    return -1;
  }

  // Recovery codes among the authenticators. False: it is no type of the other collection.
  bool tell_other_collection(JsonValue type, std::span<const std::string_view> words) {
    const auto is_known = [&](std::span<const std::string_view> types) {
      return std::ranges::find(types, type.text()) != types.end() ||
             !meant_by(type.text(), types).empty();
    };
    std::span<const std::string_view> others = Words<AuthenticatorType>::list;
    if (words.data() == others.data()) others = Words<RecoveryType>::list;
    if (!type.is(JsonType::string) || is_known(words) || !is_known(others)) return false;
    const std::vector<std::string_view> meant = meant_by(type.text(), others);
    reader_.wrong(
        type, "is not a known word here",
        fmt::format("\"{}\" belongs into \"{}\"", meant.empty() ? type.text() : meant.front(),
                    words.data() == Words<AuthenticatorType>::list.data() ? "recovery_methods"
                                                                          : "authenticators"));
    return true;
  }

  Reader& reader_;
  bool is_included_;
  Position include_at_;
  std::vector<Position> included_at_;
  bool has_version_ = false;
  bool has_accounts_ = false;
  bool has_collections_ = false;
  bool has_policy_keys_ = false;
};

// The command that makes a file private, to be pasted into a shell. Empty: the name of the file
// cannot be shown as it is.
std::string making_private(const std::string& path) {
  if (safe_text(path) != path) return {};
  const bool plain = std::ranges::all_of(path, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("./_-+@").find(c) != std::string_view::npos;
  });
  std::string quoted;
  for (const char c : path) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return fmt::format("chmod 600 {}{}", path.starts_with('-') ? "-- " : "",
                     plain ? path : fmt::format("'{}'", quoted));
}

// Reads one inventory: its file and, after that, the files it includes.
class InventoryReading {
 public:
  explicit InventoryReading(const ReadOptions& options)
      : reader_(result_.inventory, options, result_.problems), options_(options) {}

  ReadInventory from_file(const std::string& path) {
    result_.inventory.files.push_back({.path = path, .sha256 = {}});
    const bool complete = read_main(path);
    if (complete) {
      const List<Text> included = result_.inventory.include;
      bool all_complete = included.size() <= limits::included_files_max;
      if (!all_complete) {
        reader_.enter_file(0);
        reader_.problem(ProblemCode::wrong_word, include_at_, "/include", "names too many files",
                        fmt::format("the limit is {}", limits::included_files_max));
      }
      const std::size_t readable = all_complete ? included.size() : 0;
      for (std::size_t i = 0; i < readable; ++i) {
        const bool complete_too = read_included(path, included[i], i);
        all_complete = all_complete && complete_too;
      }
      finish(all_complete);
    } else {
      finish(false);
    }
    return std::move(result_);
  }

  ReadInventory from_source(const std::string& path, ByteSource& source) {
    result_.inventory.files.push_back({.path = path, .sha256 = {}});
    finish(read_source(source, path, 0, false));
    return std::move(result_);
  }

 private:
  bool read_included(const std::string& main_path, const Text& included, std::size_t index) {
    if (!included.told() || looks_secret(included)) return false;  // reported
    const std::string pointer = fmt::format("/include/{}", index);
    reader_.enter_file(0);
    // "-" would be standard input, and the system would end a name at a NUL byte.
    if (included == "-" || included.view().find('\0') != std::string_view::npos) {
      reader_.problem(ProblemCode::wrong_word, included_at_[index], pointer,
                      "is not the name of a file", "give the path of a file");
      return false;
    }
    namespace fs = std::filesystem;
    const fs::path relative{std::string(included.view())};
    const fs::path folder = main_path == "-" ? fs::path(".") : fs::path(main_path).parent_path();
    const bool leaves = relative.is_absolute() ||
                        std::ranges::any_of(relative, [](const fs::path& p) { return p == ".."; });
    std::error_code no_base, no_file, no_main;
    const fs::path base = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, no_base);
    const fs::path real = fs::weakly_canonical(base / relative, no_file);
    const bool links_out =
        no_base || no_file ||
        std::mismatch(base.begin(), base.end(), real.begin(), real.end()).first != base.end();
    if (included == "" || leaves || links_out) {
      reader_.problem(ProblemCode::wrong_word, included_at_[index], pointer,
                      "an included file must lie in the folder of the inventory or below it",
                      "give a relative path without \"..\"; links must not lead out of the folder");
      return false;
    }
    if (!included_.insert(real).second || real == fs::weakly_canonical(main_path, no_main)) {
      reader_.problem(ProblemCode::wrong_word, included_at_[index], pointer,
                      "the file is part of the inventory already", "name each file once");
      return true;
    }
    const std::string path = (folder / relative).string();
    const auto source = open(path);
    if (!source) {  // by its place only: who knows what was written there
      reader_.problem(ProblemCode::unusable_json, included_at_[index], pointer,
                      fmt::format("the included file cannot be read: {}", source.error()), "");
      return false;
    }
    const auto file = static_cast<std::uint16_t>(result_.inventory.files.size());
    result_.inventory.files.push_back({.path = path, .sha256 = {}});
    return read_file(**source, path, file, true);
  }

  Expected<std::unique_ptr<FileSource>> open(const std::string& path) const {
    return FileSource::open(
        path, options_.bytes_max,
        options_.digest ? FileSource::Digest::sha256 : FileSource::Digest::none);
  }

  bool read_main(const std::string& path) {
    const auto source = open(path);
    if (source) return read_file(**source, path, 0, false);
    reader_.problem(ProblemCode::unusable_json, {}, "",
                    fmt::format("cannot be read: {}", source.error()), "");
    return false;
  }

  bool read_file(FileSource& source, const std::string& path, std::uint16_t file,
                 bool is_included) {
    reader_.enter_file(file);
    if (source.readable_by_others()) {
      const std::string command = making_private(path);
      reader_.problem(ProblemCode::readable_by_others, {}, "",
                      "other users of this computer can read the file",
                      fmt::format("it is a map of your accounts; make it private{}{}",
                                  command.empty() ? "" : " with: ", command));
    }
    const bool complete = read_source(source, path, file, is_included);
    result_.inventory.files[file].sha256 = source.sha256();
    return complete;
  }

  bool read_source(ByteSource& source, const std::string& path, std::uint16_t file,
                   bool is_included) {
    reader_.enter_file(file);
    FileVisitor visitor(reader_, is_included);
    JsonOutcome outcome = read_json(source, dialect_of(path), visitor);
    reader_.take_problems(outcome);
    if (!is_included) {
      include_at_ = visitor.include_at();
      included_at_ = visitor.included_at();
    }
    if (outcome.complete && visitor.is_policy_file()) {
      tell_it_is_a_policy(path);
    } else if (outcome.complete && !is_included) {
      const auto missing = [&](std::string_view key, std::string_view hint) {
        reader_.problem(ProblemCode::wrong_word, {1, 1}, "",
                        fmt::format("the key \"{}\" is missing", key), std::string(hint));
      };
      if (!visitor.has_version()) missing("version", "add \"version\": 1");
      if (!visitor.has_accounts()) missing("accounts", "add \"accounts\": {}");
    }
    return outcome.complete;
  }

  // What is not right for an inventory says nothing of a file that is none.
  void tell_it_is_a_policy(const std::string& path) {
    std::erase_if(result_.problems, [](const Problem& one) {
      return one.code == ProblemCode::wrong_word || one.code == ProblemCode::impossible_data;
    });
    result_.problems.push_back({.code = ProblemCode::wrong_word,
                                .path = path,
                                .message = "this is a policy file, not an inventory",
                                .hint = "give it with --config, beside an inventory: passkey-audit "
                                        "--config policy.json inventory.json"});
  }

  // What can only be judged when everything is read; skipped when a part is missing, since half of
  // the references would seem to lead nowhere.
  void finish(bool complete) {
    if (complete) check_references(reader_);
    std::ranges::stable_sort(result_.problems, [&](const Problem& a, const Problem& b) {
      return std::pair(file_index(a.path), a.at) < std::pair(file_index(b.path), b.at);
    });
    std::ranges::move(reader_.unlisted_problems(), std::back_inserter(result_.problems));
  }

  std::size_t file_index(const std::string& path) const {
    const auto& files = result_.inventory.files;
    return static_cast<std::size_t>(std::ranges::find(files, path, &SourceFile::path) -
                                    files.begin());
  }

  ReadInventory result_;
  Position include_at_;
  std::vector<Position> included_at_;
  std::set<std::filesystem::path> included_;
  Reader reader_;
  const ReadOptions& options_;
};

}  // namespace

bool ReadInventory::usable() const {
  return std::ranges::all_of(problems, [](const Problem& p) { return is_warning(p.code); });
}

ReadInventory read_inventory(const std::string& path, const ReadOptions& options) {
  return InventoryReading(options).from_file(path);
}

ReadInventory read_inventory_text(std::string_view text, const std::string& path,
                                  const ReadOptions& options) {
  MemorySource source(text, options.bytes_max);
  ReadInventory read = InventoryReading(options).from_source(path, source);
  if (options.digest) read.inventory.files[0].sha256 = sha256_hex(text);
  return read;
}

}  // namespace passkey_audit
