#include "passkey_audit/graph/exposure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <optional>

#include "passkey_audit/graph/build_graph.hpp"
#include "without_me.hpp"

namespace passkey_audit {
namespace {

// ---- the inventory as somebody else finds it

class ForOthers {
 public:
  ForOthers(const Inventory& inventory, const Catalog& catalog)
      : taken_(inventory), providers_(taken_, catalog) {}

  // What is lost or stolen, and who has left, may be anywhere: it counts as in somebody's hands.
  Inventory run() {
    WithoutMe(taken_).leave_out();
    for (Person& person : taken_.people) person.status = PersonStatus::active;
    for (Device& device : taken_.devices) {
      const bool is_phone = device.type == DeviceType::phone;
      const bool is_told = device.place.told() && device.place.thing != ThingDirectory::unknown;
      if (!is_told && is_phone) device.place = {ThingDirectory::carried};
      leave_with_its_owner(device.place, device.owner);
      device.owner = {};
      device.status = Status::active;
    }
    for (Authenticator& one : taken_.authenticators) {
      leave_with_its_owner(one.place, one.owner);
      one.owner = {};
      one.status = Status::active;
      one.expires_on.reset();
      one.new_sim_after.reset();  // a new SIM for somebody else is a means of its own
      leave_out_devices(one.opens);
    }
    for (RecoveryMethod& method : taken_.recovery_methods) turn(method);
    for (Account& account : taken_.accounts) {
      leave_out_owners(account);
      leave_out_contacts_of(account, providers_, taken_);
    }
    return std::move(taken_);
  }

 private:
  // Support asks for proof. The answer to a question is something to know.
  void turn(RecoveryMethod& method) {
    if (method.type == RecoveryType::support) {
      make_useless(method);
    } else if (method.type == RecoveryType::security_question) {
      const Reference memory{ThingDirectory::memory};
      method.type = RecoveryType::recovery_key;
      method.stored_in = taken_.arena->list(std::span(&memory, 1));
    }
  }

  // What somebody else carries stays at a site of its own, whoever takes it.
  void leave_with_its_owner(Reference& place, const Reference& told_owner) {
    const ThingId owner = taken_.owner_or_default(told_owner);
    if (place.thing != ThingDirectory::carried || taken_.person(owner) == nullptr) return;
    const std::string site = fmt::format("carried@{}", taken_.id_of(owner));
    ThingId thing = taken_.things.find(site);
    if (!thing.told()) {
      thing = taken_.things.intern(site);
      taken_.things[thing].kind = ThingKind::place;
      taken_.things[thing].index = static_cast<std::uint32_t>(taken_.places.size());
      taken_.places.push_back({.thing = thing});
    }
    place = {thing};
  }

  void leave_out_devices(List<Reference>& opens) {
    std::vector<Reference> kept;
    for (const Reference& opened : opens) {
      if (taken_.device(opened.thing) == nullptr) kept.push_back(opened);
    }
    if (kept.size() != opens.size()) opens = taken_.arena->list(std::span<const Reference>(kept));
  }

  void leave_out_owners(Account& account) {
    if (account.details().owners.empty()) return;
    auto* details = taken_.arena->make<AccountDetails>();
    *details = account.details();
    details->owners = {};
    account.told_details = details;
  }

  Inventory taken_;
  GuardedProviders providers_;
};

// ---- sets of means

bool is_means(LossKind kind) {
  switch (kind) {
    case LossKind::device:
    case LossKind::security_key:
    case LossKind::phone_number:
    case LossKind::copy:
    case LossKind::secret:
    case LossKind::person:
    case LossKind::account:
    case LossKind::place: return true;
    case LossKind::signed_out:
    case LossKind::vendor: return false;
  }
  return false;
}

constexpr std::size_t order_limit = 4;

// At most `order_limit` means, in the order of their indices.
struct Means {
  std::array<std::uint32_t, order_limit> of{};
  std::uint32_t count = 0;

  std::span<const std::uint32_t> view() const { return std::span(of).first(count); }
  bool contains(const Means& other) const {
    const auto mine = view(), its = other.view();
    return std::ranges::includes(mine, its);
  }
};

// Nothing to hold: the union would be too large.
std::optional<Means> joined(const Means& a, const Means& b, std::size_t order_max) {
  std::array<std::uint32_t, 2 * order_limit> all{};
  const auto mine = a.view(), its = b.view();
  const auto end = std::ranges::set_union(mine, its, all.begin()).out;
  const auto count = static_cast<std::size_t>(end - all.begin());
  if (count > order_max) return std::nullopt;
  Means both{.of = {}, .count = static_cast<std::uint32_t>(count)};
  std::copy(all.begin(), end, both.of.begin());
  return both;
}

// Minimal sets, the smallest ones where there are too many. Whatever is added makes the family
// better: more small sets, for fewer large ones. So a search that adds as long as it can ends.
class Family {
 public:
  enum class Answer : std::uint8_t { added, known, no_room };

  Answer add(const Means& means, std::size_t sets_max) {
    const bool is_known =
        std::ranges::any_of(sets_, [&](const Means& one) { return means.contains(one); });
    if (is_known) return Answer::known;
    std::erase_if(sets_, [&](const Means& one) { return one.contains(means); });
    if (sets_.size() >= sets_max) {
      const auto largest = std::ranges::max_element(sets_, {}, &Means::count);
      if (largest->count <= means.count) return Answer::no_room;
      sets_.erase(largest);
    }
    sets_.push_back(means);
    return Answer::added;
  }
  const std::vector<Means>& sets() const { return sets_; }

 private:
  std::vector<Means> sets_;
};

// Comparisons of sets: some seconds.
constexpr std::uint64_t steps_max = 30'000'000;

class Search {
 public:
  Search(const AccessGraph& graph, const ExposureOptions& options)
      : graph_(graph),
        order_max_(std::min(options.order_max, order_limit)),
        sets_max_(options.sets_max),
        families_(graph.nodes().size()),
        waits_(graph.nodes().size()) {}

  // False: it takes too long.
  bool run() {
    for (std::uint32_t i = 0; i < graph_.nodes().size(); ++i) wake({i});
    for (std::size_t i = 0; i < graph_.account_count(); ++i) take_over(i);
    while (!waiting_.empty()) {
      const NodeId node = waiting_.front();
      waiting_.pop_front();
      waits_[node.index] = false;
      if (steps_ > steps_max) return false;
      if (derive(node)) {
        for (const std::uint32_t next : graph_.used_by(node)) {
          wake(graph_.alternatives()[next].node);
        }
      }
    }
    return true;
  }

  const Family& of(NodeId node) const { return families_[node.index]; }
  bool is_cut_off() const { return is_cut_off_; }

 private:
  void wake(NodeId node) {
    if (waits_[node.index]) return;
    waits_[node.index] = true;
    waiting_.push_back(node);
  }

  // Whoever controls an account has it, as far as others lean on it.
  void take_over(std::size_t account) {
    const LossId loss = graph_.loss_of_account(account);
    if (graph_.losses()[loss].candidate) add(graph_.account(account), {{loss.index}, 1});
  }

  bool note(Family::Answer answer) {
    is_cut_off_ |= answer == Family::Answer::no_room;
    return answer == Family::Answer::added;
  }

  bool add(NodeId node, const Means& means) {
    steps_ += families_[node.index].sets().size();
    return note(families_[node.index].add(means, sets_max_));
  }

  bool derive(NodeId node) {
    bool grows = false;
    // A number can be taken over without anything that it leans on.
    for (const LossId loss : graph_.struck_by(graph_[node])) {
      const bool is_number = graph_.losses()[loss].kind == LossKind::phone_number;
      if (is_number) grows |= add(node, {{loss.index}, 1});
    }
    for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
      const Alternative& way = graph_.alternatives()[i];
      for (const Means& needed : sets_of(way)) {
        for (const Means& all : at_hand(needed, graph_.struck_by(graph_[node]))) {
          grows |= add(node, all);
        }
      }
    }
    return grows;
  }

  // What opens the alternative.
  std::vector<Means> sets_of(const Alternative& way) {
    std::vector<Means> all;
    const Family choices = chosen(graph_.parts(way), way.needed);
    for (const Means& one : choices.sets()) {
      for (const Means& with : at_hand(one, graph_.struck_by(way))) all.push_back(with);
    }
    return all;
  }

  // Part after part, what opens so many of those before: the sets that open 0, 1, ... of them.
  Family chosen(std::span<const NodeId> parts, std::size_t needed) {
    std::vector<Family> opening(needed + 1);
    opening[0].add({}, sets_max_);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      for (std::size_t count = std::min(i + 1, needed); count > 0; --count) {
        for (const Means& before : opening[count - 1].sets()) {
          for (const Means& of_part : families_[parts[i].index].sets()) {
            ++steps_;
            const auto both = joined(before, of_part, order_max_);
            if (both) note(opening[count].add(*both, sets_max_));
          }
        }
      }
    }
    return std::move(opening[needed]);
  }

  // What a loss could take has to be in hand: the thing itself, or all that lies at its site.
  std::vector<Means> at_hand(const Means& means, std::span<const LossId> struck_by) const {
    std::vector<Means> with;
    bool has_to_be_held = false;
    for (const LossId loss : struck_by) {
      const Loss& one = graph_.losses()[loss];
      const bool is_held =
          is_means(one.kind) && one.kind != LossKind::account && one.kind != LossKind::phone_number;
      if (!is_held) continue;
      has_to_be_held = true;
      const auto both = joined(means, {{loss.index}, 1}, order_max_);
      if (both) with.push_back(*both);
    }
    if (!has_to_be_held) with.push_back(means);
    return with;
  }

  const AccessGraph& graph_;
  std::size_t order_max_, sets_max_;
  std::vector<Family> families_;
  std::vector<bool> waits_;
  std::deque<NodeId> waiting_;
  std::uint64_t steps_ = 0;
  bool is_cut_off_ = false;
};

std::vector<LossSet> sorted_sets(const AccessGraph& graph, const Family& family, LossId own) {
  std::vector<LossSet> sets;
  const auto text_of = [&](LossId loss) -> const std::string& { return graph.losses()[loss].text; };
  for (const Means& means : family.sets()) {
    LossSet set;
    for (const std::uint32_t loss : means.view()) set.push_back({loss});
    if (std::ranges::find(set, own) != set.end()) continue;  // that says nothing
    std::ranges::sort(set, {}, text_of);
    sets.push_back(std::move(set));
  }
  std::ranges::sort(sets, [&](const LossSet& a, const LossSet& b) {
    if (a.size() != b.size()) return a.size() < b.size();
    return std::ranges::lexicographical_compare(a, b, {}, text_of, text_of);
  });
  return sets;
}

}  // namespace

Exposure find_exposure(const Inventory& inventory, const Catalog& catalog, Date today,
                       const ExposureOptions& options) {
  Exposure exposure{.inventory = ForOthers(inventory, catalog).run()};
  exposure.graph = build_graph(exposure.inventory, catalog, today);
  ExposureOptions searched = options;
  auto search = std::make_unique<Search>(exposure.graph, searched);
  while (!search->run() && searched.order_max > 1) {
    --searched.order_max;
    search = std::make_unique<Search>(exposure.graph, searched);
  }
  exposure.order_searched = searched.order_max;
  for (std::size_t i = 0; i < exposure.graph.account_count(); ++i) {
    exposure.access_sets.push_back(sorted_sets(
        exposure.graph, search->of(exposure.graph.account(i)), exposure.graph.loss_of_account(i)));
  }
  exposure.is_cut_off = search->is_cut_off() || searched.order_max < options.order_max;
  return exposure;
}

}  // namespace passkey_audit
