#include "check_references.hpp"

#include <fmt/format.h>

#include <span>
#include <vector>

#include "everyday_words.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

// `google.codes` is the id of the codes of the account `google`, if it has any.
ThingKind own_copies_of(const Inventory& inventory, std::string_view id, std::uint32_t& index) {
  for (const auto& [suffix, kind] :
       {std::pair(std::string_view(".codes"), ThingKind::account_codes),
        std::pair(std::string_view(".totp"), ThingKind::account_totp)}) {
    if (!id.ends_with(suffix)) continue;
    const Account* account =
        inventory.account(inventory.things.find(id.substr(0, id.size() - suffix.size())));
    if (account == nullptr) continue;
    const StoredCopies& copies = kind == ThingKind::account_codes ? account->codes : account->totp;
    if (!copies.told()) continue;
    index = inventory.things[account->thing].index;
    return kind;
  }
  return ThingKind::undeclared;
}

// Judges the references that did not fit when they were read.
class PendingReferences {
 public:
  explicit PendingReferences(Reader& reader) : reader_(reader), inventory_(reader.inventory()) {}

  void check() {
    for (const Reader::Pending& pending : reader_.pending()) {
      const Thing& thing = inventory_.things[pending.thing];
      const bool me_of_a_team = thing.kind == ThingKind::me && inventory_.profile == Profile::team;
      const Kinds kind = kind_of(inventory_, pending.thing);
      if (thing.kind == ThingKind::unknown) continue;  // declared without a type, which is reported
      if (thing.kind == ThingKind::undeclared || me_of_a_team) {
        report_dangling(pending, me_of_a_team);
      } else if ((kind & pending.allowed) == 0) {
        report(pending,
               kind == kinds::memory ? std::string("\"memory\" cannot stand here")
                                     : fmt::format("\"{}\" is {}, which cannot stand here",
                                                   thing.id.view(), describe(kind)),
               fmt::format("here belongs {}", describe(pending.allowed)));
      }
    }
  }

 private:
  void report(const Reader::Pending& pending, std::string message, std::string hint) {
    reader_.enter_file(pending.file);
    reader_.problem(ProblemCode::wrong_word, pending.at, reader_.pointer_of(pending),
                    std::move(message), std::move(hint));
  }

  void report_dangling(const Reader::Pending& pending, bool me_of_a_team) {
    const std::string_view id = inventory_.id_of(pending.thing);
    if (looks_secret(id)) {
      reader_.enter_file(pending.file);
      reader_.secret(pending.at, reader_.pointer_of(pending));
      return;
    }
    // Where copies are kept, somebody may have written the password itself; elsewhere, a code.
    const bool may_be_secret = (pending.allowed & kinds::memory) != 0 || !is_plain_word(id);
    std::string message = may_be_secret
                              ? std::string("nothing in the inventory has the id written here")
                              : fmt::format("nothing in the inventory has the id \"{}\"", id);
    std::string hint = hint_for(id, pending.allowed);
    if (me_of_a_team) {
      hint = "a team has no \"me\"; name one of its people";
    } else if (hint.empty()) {
      hint = fmt::format("here belongs {}{}", describe(pending.allowed),
                         may_be_secret ? "; never write the value of a secret" : "");
    }
    report(pending, std::move(message), std::move(hint));
  }

  std::string hint_for(std::string_view id, Kinds allowed) {
    // Comparing with every id is slow in a large inventory: give up hints before time.
    constexpr std::size_t comparisons_max = 1'000'000;
    if (comparisons_ + inventory_.things.size() > comparisons_max) return {};
    comparisons_ += inventory_.things.size();
    std::vector<std::string_view> candidates;
    for (std::uint32_t i = 0; i < inventory_.things.size(); ++i) {
      if ((kind_of(inventory_, {i}) & allowed) != 0) candidates.push_back(inventory_.id_of({i}));
    }
    std::string hint = meant_or_near(id, candidates);
    return hint.empty() ? how_to_declare(id, allowed) : hint;
  }

  Reader& reader_;
  const Inventory& inventory_;
  std::size_t comparisons_ = 0;
};

class UsedThings final : public ReferenceVisitor {
 public:
  UsedThings(const Inventory& inventory, std::span<const ThingId> besides)
      : used_(inventory.things.size()) {
    for (const ThingId thing : besides) used_[thing.index] = true;
    visit_references(inventory, *this);
  }
  void reference(const Reference& reference, ThingId /*by*/) override {
    used_[reference.thing.index] = true;
  }
  bool contain(ThingId thing) const { return used_[thing.index]; }

 private:
  std::vector<bool> used_;
};

void resolve_own_copies(Reader& reader) {
  Inventory& inventory = reader.inventory();
  for (std::uint32_t i = 0; i < inventory.things.size(); ++i) {
    Thing& thing = inventory.things[{i}];
    if (thing.kind != ThingKind::undeclared && thing.kind != ThingKind::account &&
        thing.kind != ThingKind::authenticator && thing.kind != ThingKind::recovery_method &&
        thing.kind != ThingKind::device && thing.kind != ThingKind::place &&
        thing.kind != ThingKind::person) {
      continue;
    }
    std::uint32_t index = 0;
    const ThingKind kind = own_copies_of(inventory, thing.id, index);
    if (kind == ThingKind::undeclared) continue;
    if (thing.kind == ThingKind::undeclared) {
      thing.kind = kind;
      thing.index = index;
      thing.file = inventory.things[inventory.accounts[index].thing].file;
      thing.at = inventory.things[inventory.accounts[index].thing].at;
    } else {
      reader.enter_file(thing.file);
      reader.problem(ProblemCode::wrong_word, thing.at, inventory.pointer_of({i}),
                     fmt::format("the id \"{}\" is taken", thing.id.view()),
                     fmt::format("the {} of the account \"{}\" have it; choose another id",
                                 kind == ThingKind::account_codes ? "codes" : "generator codes",
                                 inventory.id_of(inventory.accounts[index].thing)));
    }
  }
}

}  // namespace

void check_references(Reader& reader) {
  resolve_own_copies(reader);
  PendingReferences(reader).check();
  const Inventory& inventory = reader.inventory();
  const UsedThings used(inventory, reader.used_besides());

  const auto warn_unused = [&](ThingId thing, std::string_view what) {
    if (used.contain(thing)) return;
    reader.enter_file(inventory.things[thing].file);
    reader.problem(ProblemCode::unused, inventory.things[thing].at, inventory.pointer_of(thing),
                   fmt::format("nothing uses the {} \"{}\"", what, inventory.id_of(thing)),
                   "name it in an account, or take it out");
  };
  for (const Authenticator& authenticator : inventory.authenticators) {
    const bool works_by_opening =
        authenticator.type == AuthenticatorType::secret && !authenticator.opens.empty();
    if (!works_by_opening) warn_unused(authenticator.thing, word(authenticator.type));
  }
  for (const RecoveryMethod& method : inventory.recovery_methods) {
    warn_unused(method.thing, word(method.type));
  }
}

}  // namespace passkey_audit
