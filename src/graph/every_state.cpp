#include "every_state.hpp"

#include <algorithm>
#include <array>

#include "lane_counter.hpp"

namespace passkey_audit {
namespace {

using Word = std::uint64_t;

constexpr std::size_t losses_in_word = 6;
// Closed at once: more words go round the caches.
constexpr std::size_t words_at_once = 64;

std::size_t words_for(std::size_t losses) {
  return losses <= losses_in_word ? 1 : std::size_t{1} << (losses - losses_in_word);
}

class StateClosure {
 public:
  StateClosure(const RiskModel& model, std::span<const std::uint32_t> things,
               std::span<const std::uint32_t> losses, Effort& effort)
      : model_(model),
        effort_(effort),
        things_(things),
        losses_(losses),
        bit_of_(model.losses().size(), RiskModel::none),
        row_of_(model.size(), RiskModel::none),
        width_(std::min(words_for(losses.size()), words_at_once)),
        usable_(things.size() * width_),
        node_(width_),
        way_(width_) {
    for (std::uint32_t i = 0; i < losses.size(); ++i) bit_of_[losses[i]] = i;
    for (std::uint32_t i = 0; i < things.size(); ++i) row_of_[things[i]] = i;
  }

  std::vector<StateTable> run(std::span<const std::uint32_t> wanted) {
    const std::size_t words = words_for(losses_.size());
    std::vector<StateTable> tables(wanted.size(), StateTable(words));
    for (first_word_ = 0; first_word_ < words; first_word_ += width_) {
      std::ranges::fill(usable_, Word{0});
      while (sweep()) {
        if (effort_.exhausted()) return {};
      }
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto row = usable(wanted[i]);
        std::ranges::transform(row, tables[i].begin() + static_cast<std::ptrdiff_t>(first_word_),
                               [](Word word) { return ~word; });
      }
    }
    return tables;
  }

 private:
  std::span<Word> usable(std::uint32_t thing) {
    return std::span(usable_).subspan(row_of_[thing] * width_, width_);
  }

  // The states of a word in which the loss is lost.
  static Word lost_in(std::uint32_t bit, std::size_t word) {
    constexpr std::array<Word, losses_in_word> patterns{0xaaaaaaaaaaaaaaaaU, 0xccccccccccccccccU,
                                                        0xf0f0f0f0f0f0f0f0U, 0xff00ff00ff00ff00U,
                                                        0xffff0000ffff0000U, 0xffffffff00000000U};
    if (bit < losses_in_word) return patterns[bit];
    return (word >> (bit - losses_in_word) & 1U) != 0 ? ~Word{0} : 0;
  }

  template <class Item>
  void clear_struck(std::vector<Word>& words, const Item& item) const {
    for (const std::uint32_t loss : model_.losses(item)) {
      const std::uint32_t bit = bit_of_[loss];
      if (bit == RiskModel::none) continue;
      for (std::size_t i = 0; i < width_; ++i) words[i] &= ~lost_in(bit, first_word_ + i);
    }
  }

  void evaluate(const RiskModel::Way& way) {
    const auto parts = model_.parts(way);
    effort_.spend(width_ * (1 + parts.size()));
    if (parts.size() == way.needed) {
      std::ranges::fill(way_, ~Word{0});
      for (const std::uint32_t part : parts) {
        const auto row = usable(part);
        for (std::size_t i = 0; i < width_; ++i) way_[i] &= row[i];
      }
    } else {
      for (std::size_t i = 0; i < width_; ++i) {
        LaneCounter counter;
        for (const std::uint32_t part : parts) counter.add(usable(part)[i]);
        way_[i] = counter.at_least(way.needed);
      }
    }
    clear_struck(way_, way);
  }

  bool sweep() {
    bool changed = false;
    for (const std::uint32_t thing : things_) {
      std::ranges::fill(node_, Word{0});
      for (const RiskModel::Way& way : model_.ways(model_[thing])) {
        evaluate(way);
        for (std::size_t i = 0; i < width_; ++i) node_[i] |= way_[i];
      }
      clear_struck(node_, model_[thing]);
      const auto row = usable(thing);
      changed |= !std::ranges::equal(row, node_);
      std::ranges::copy(node_, row.begin());
    }
    return changed;
  }

  const RiskModel& model_;
  Effort& effort_;
  std::span<const std::uint32_t> things_, losses_;
  std::vector<std::uint32_t> bit_of_;  // by number of the loss
  std::vector<std::uint32_t> row_of_;  // by thing
  std::size_t width_;                  // of a row, in words
  std::size_t first_word_ = 0;
  std::vector<Word> usable_;  // row after row
  std::vector<Word> node_, way_;
};

// Halves the table at the last loss, then at the one before it: a loss matters wherever the two
// halves differ, as likely as one comes there.
class Halving {
 public:
  Halving(const StateTable& table, std::span<const std::uint32_t> losses,
          std::span<const double> likelihood)
      : table_(table), derivatives_(losses.size()) {
    for (const std::uint32_t loss : losses) likelihood_.push_back(likelihood[loss]);
  }

  // Of 2^losses states from `first` on, come by with `come_by`: how likely it is out in one.
  double probability(std::size_t losses, std::size_t first, double come_by) {
    if (losses <= losses_in_word) {
      const std::size_t count = std::size_t{1} << losses;
      const Word all = count == 64 ? ~Word{0} : (Word{1} << count) - 1;
      const Word out = table_[first / 64] >> first % 64 & all;
      if (out == 0) return 0;
      if (out == all) return 1;
    }
    const std::size_t half = std::size_t{1} << (losses - 1);
    const double lost = likelihood_[losses - 1];
    const double without = probability(losses - 1, first, come_by * (1 - lost));
    const double with = probability(losses - 1, first + half, come_by * lost);
    derivatives_[losses - 1] += come_by * (with - without);
    return (1 - lost) * without + lost * with;
  }

  const std::vector<double>& derivatives() const { return derivatives_; }

 private:
  const StateTable& table_;
  std::vector<double> likelihood_;
  std::vector<double> derivatives_;
};

}  // namespace

std::vector<StateTable> out_in_every_state(const RiskModel& model,
                                           std::span<const std::uint32_t> things,
                                           std::span<const std::uint32_t> losses,
                                           std::span<const std::uint32_t> wanted, Effort& effort) {
  return StateClosure(model, things, losses, effort).run(wanted);
}

DecisionDiagram::Value value_of(const StateTable& out, std::span<const std::uint32_t> losses,
                                std::span<const double> likelihood) {
  Halving halving(out, losses, likelihood);
  DecisionDiagram::Value value;
  value.probability = halving.probability(losses.size(), 0, 1);
  for (std::size_t i = 0; i < losses.size(); ++i) {
    value.by_loss.push_back({losses[i], halving.derivatives()[i]});
  }
  return value;
}

}  // namespace passkey_audit
