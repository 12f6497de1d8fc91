// Laws of the closure that hold for every graph: it is a fixpoint, losing more never makes more
// usable, losing what does not work any more changes nothing, and the greatest fixpoint is greater.
#include "passkey_audit/graph/closure.hpp"
#include "random_case.hpp"

namespace passkey_audit {
namespace {

class LawCheck : public RandomCase {
 public:
  using RandomCase::RandomCase;

  void run(std::size_t& idle_losses) {
    for (const LossSet& losses : {LossSet{}, some_losses(), some_losses()}) {
      for (const Patience patience : {Patience::prompt(max_outage()), Patience::eventual()}) {
        losses_ = losses;
        patience_ = patience;
        closure_ = least_closure(graph(), losses, patience);
        follows_from_alternatives();
        is_derived_in_order();
        is_less_than_the_greatest();
        is_the_same_when_lost_twice();
        for (int i = 0; i < 3; ++i) lose_more(any_loss(), idle_losses);
      }
    }
  }

 private:
  bool struck(const auto& item, const LossSet& losses) const {
    return std::ranges::any_of(graph().struck_by(item), [&](LossId loss) {
      return std::ranges::find(losses, loss) != losses.end();
    });
  }

  // Enough parts are usable, and nothing is against it.
  bool stands(const Alternative& alternative) const {
    const auto usable = std::ranges::count_if(
        graph().parts(alternative), [this](NodeId part) { return closure_.usable(part); });
    return patience_.allows(alternative) && !struck(alternative, losses_) &&
           static_cast<std::uint32_t>(usable) >= alternative.needed;
  }

  void follows_from_alternatives() {
    for (std::uint32_t i = 0; i < graph().nodes().size(); ++i) {
      bool follows = false;
      for (std::uint32_t a = graph().first_alternative({i}); a < graph().end_alternative({i});
           ++a) {
        follows = follows || stands(graph().alternatives()[a]);
      }
      follows = follows && !struck(graph().nodes()[i], losses_);
      if (follows != closure_.usable({i})) {
        differs("after [{}] node {} does not follow from its alternatives", joined(losses_), i);
      }
    }
  }

  // Nothing is usable because of itself.
  void is_derived_in_order() {
    std::vector<bool> before(graph().nodes().size());
    for (const NodeId node : closure_.order) {
      const Alternative& way = graph().alternatives()[closure_.through[node.index]];
      const auto ready = std::ranges::count_if(
          graph().parts(way), [&](NodeId part) { return bool{before[part.index]}; });
      if (way.node != node || static_cast<std::uint32_t>(ready) < way.needed) {
        differs("after [{}] node {} is derived too early", joined(losses_), node.index);
      }
      before[node.index] = true;
    }
  }

  void is_less_than_the_greatest() {
    const std::vector<bool> greatest = greatest_closure(graph(), losses_, patience_);
    for (const NodeId node : closure_.order) {
      if (!greatest[node.index]) {
        differs("after [{}] node {} is in the least fixpoint only", joined(losses_), node.index);
      }
    }
  }

  void is_the_same_when_lost_twice() {
    LossSet twice(losses_.rbegin(), losses_.rend());
    twice.insert(twice.end(), losses_.begin(), losses_.end());
    if (least_closure(graph(), twice, patience_).time != closure_.time) {
      differs("losing [{}] twice is not like losing it once", joined(losses_));
    }
  }

  void lose_more(LossId loss, std::size_t& idle_losses) {
    LossSet more = losses_;
    more.push_back(loss);
    const Closure after = least_closure(graph(), more, patience_);
    for (std::uint32_t i = 0; i < graph().nodes().size(); ++i) {
      if (after.time[i] < closure_.time[i]) {
        differs("after [{}] node {} is usable sooner than without the last", joined(more), i);
      }
    }
    if (!strikes_nothing_that_works(loss)) return;
    ++idle_losses;
    if (after.time != closure_.time) {
      differs("the last of [{}] strikes nothing that works, and changes something", joined(more));
    }
  }

  bool strikes_nothing_that_works(LossId loss) const {
    for (std::uint32_t i = 0; i < graph().nodes().size(); ++i) {
      if (closure_.usable({i}) && struck(graph().nodes()[i], {loss})) return false;
    }
    return std::ranges::none_of(graph().alternatives(), [&](const Alternative& alternative) {
      return struck(alternative, {loss}) && stands(alternative);
    });
  }

  LossSet losses_;
  Patience patience_;
  Closure closure_;
};

TEST_CASE("the closure keeps its laws on random inventories", "[graph]") {
  std::size_t idle_losses = 0;
  for_random_inventories<LawCheck>(30'000, 3'000, idle_losses);
  CHECK(idle_losses > 1'000);
}

}  // namespace
}  // namespace passkey_audit
