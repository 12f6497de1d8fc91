// How likely a lockout within a year is: graphs that others published, with the answers of the
// design, and small ones of our own. Each by the diagram and by trying every state.
#include "passkey_audit/graph/probability.hpp"

#include <cmath>

#include "model.hpp"
#include "notation.hpp"
#include "published_graphs.hpp"
#include "random_inventory.hpp"

namespace passkey_audit {
namespace {

using notation::Words;
using Found = std::vector<std::optional<LockoutProbability>>;

constexpr double close = 1e-12;

using Told = std::vector<std::pair<std::string, double>>;

YearlyFigures figures_of(const Model& model, Told told) {
  Policy policy;
  policy.probabilities = std::move(told);
  return {policy, model.graph.losses()};
}

enum class Method : std::uint8_t { diagram, every_state, bounds };

ProbabilityOptions options_for(Method method) {
  ProbabilityOptions options{.kinds = {}, .accounts = {}, .importance = true};
  if (method == Method::diagram) options.losses_tried_max = 0;
  if (method != Method::diagram) options.nodes_max = 0;
  if (method == Method::bounds) options.losses_tried_max = 0;
  return options;
}

std::uint32_t index_of(const Model& model, std::string_view account) {
  return model.inventory.things[model.inventory.things.find(account)].index;
}

std::optional<LockoutProbability> found(const Model& model, Told told, std::string_view account,
                                        ProbabilityOptions options = {}) {
  return find_probabilities(model.inventory, model.graph, figures_of(model, std::move(told)),
                            options)[index_of(model, account)];
}

bool is_near(double a, double b) {
  return std::abs(a - b) <= close;
}

struct Row {
  std::string_view line, account;
  double probability;
};

// Each secret is forgotten with 0.1.
void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.line, row.account);
    const Model model = model_of(notation::inventory_of(row.line));
    for (const Method method : {Method::diagram, Method::every_state}) {
      const auto one = found(model, {{"secret", 0.1}}, row.account, options_for(method));
      REQUIRE(one);
      CAPTURE(one->at_least, one->at_most, method == Method::diagram);
      CHECK(one->is_exact());
      CHECK(is_near(one->at_least, row.probability));
    }
    const auto bounds = found(model, {{"secret", 0.1}}, row.account, options_for(Method::bounds));
    CAPTURE(bounds->at_least, bounds->at_most);
    CHECK(bounds->at_least <= row.probability + close);
    CHECK(bounds->at_most >= row.probability - close);
  }
}

TEST_CASE("probabilities of the published graphs", "[graph]") {
  check({
      {published::dilma, "OTPApp", 0.0109},
      {published::dilma, "Bitwarden", 0.019},
      {published::dilma, "Gmail", 0.019981},
      {published::dilma, "Netflix", 0.002071},
      {published::agtool2, "Mail", 0.0109},
      {published::agtool2, "Ecommerce", 0.0109},
      {published::agtool2, "Banking", 0.271},
  });
}

TEST_CASE("probabilities where things hold each other up", "[graph]") {
  check({
      {"A>B B>A A>C k>C", "C", 0.1},
      {published::live_vault, "vault", 0.19},
      {published::live_vault, "mailbox", 0.1},
      {published::manager, "manager", 0.109},
      {published::manager, "cloud_account", 0.1 * (0.1 + 0.09)},
      {"k>a a>b b>c c>a j>b i>c", "c", 0.001},
      {"k>a a>b b>a", "b", 0.1},
  });
}

TEST_CASE("probabilities of so many out of several", "[graph]") {
  check({
      {"2:a+b+c>t", "t", 0.028},
      {"1:a+b+c>t", "t", 0.001},
      {"3:a+b+c+d>t", "t", 0.0523},
      {"k>x k>y j>z 2:x+y+z>t", "t", 0.1},
      {"2:t+k+j>t", "t", 0.19},
  });
}

TEST_CASE("nothing is said where nothing can be said", "[graph]") {
  const Model model = model_of(notation::inventory_of("A>B B>A k>C k>D/3d"));
  CHECK(!found(model, {{"secret", 0.1}}, "A"));  // unreachable now
  CHECK(!found(model, {}, "C"));                 // no figures
  CHECK(!found(model, {{"secret", 0.1}}, "C", {.kinds = {}, .accounts = {0}}));
  CHECK(!found(model, {{"secret", 0.1}}, "D"));
  const auto for_good = found(model, {{"secret", 0.1}}, "D",
                              {.lockout = LockoutKind::eventual, .kinds = {}, .accounts = {}});
  REQUIRE(for_good);
  CHECK(is_near(for_good->at_least, 0.1));
}

TEST_CASE("a figure of its own goes before that of the kind", "[graph]") {
  const Model model = model_of(notation::inventory_of("a+b>t t>u"));
  const YearlyFigures figures = figures_of(
      model,
      {{"secret:a", 0.5}, {"secret", 0.1}, {"secret:aa", 0.1}, {"vault", 1}, {"account:u", 1}});
  CHECK(figures.of(*model.graph.losses().find("secret:a")) == 0.5);
  CHECK(figures.of(*model.graph.losses().find("secret:b")) == 0.1);
  CHECK(!figures.of(*model.graph.losses().find("account:t")));
  // Nobody names the account u, so that its loss is none.
  CHECK(figures.unmatched() == Words{"secret:aa", "vault", "account:u"});
  CHECK(is_near(found(model, {{"secret:a", 0.5}, {"secret", 0.1}}, "t")->at_least, 0.55));
  CHECK(is_near(found(model, {{"secret", 0.1}, {"secret:a", 0}}, "t")->at_least, 0.1));
  CHECK(is_near(found(model, {{"secret", 0.1}, {"secret:a", 1}}, "t")->at_least, 1));
  CHECK(found(model, {{"device", 0.1}}, "t")->at_most == 0);
}

TEST_CASE("what is not counted against an account does not happen to it", "[graph]") {
  const Model model = model_of(notation::inventory_of("a>t t>u b>u/3d"));
  for (const Method method : {Method::diagram, Method::every_state}) {
    const auto options = options_for(method);
    const Told told{{"secret", 0.1}, {"account", 0.5}};
    CHECK(is_near(found(model, told, "t", options)->at_least, 0.1));
    CHECK(is_near(found(model, told, "u", options)->at_least, 0.55));
  }
}

std::string importance(const Model& model, const LockoutProbability& found) {
  Words words;
  for (const LossImportance& one : found.importance) {
    words.push_back(
        fmt::format("{}={:.6g}", model.graph.losses()[one.loss].text.substr(7), one.birnbaum));
  }
  return fmt::format("{}", fmt::join(words, " "));
}

TEST_CASE("a loss matters by how much likelier a lockout is with it", "[graph]") {
  const Model model = model_of(notation::inventory_of("a+b>t a+c>t a>u b>u"));
  for (const Method method : {Method::diagram, Method::every_state}) {
    const auto options = options_for(method);
    // Out without a, or without both of b and c.
    const Told told{{"secret:a", 0.1}, {"secret:b", 0.2}, {"secret:c", 0.5}};
    CHECK(importance(model, *found(model, told, "t", options)) == "a=0.9 b=0.45 c=0.18");
    const Told certain{{"secret:a", 0.1}, {"secret:b", 1}, {"secret:c", 0.5}};
    CHECK(importance(model, *found(model, certain, "t", options)) == "a=0.5 b=0.45 c=0.9");
    CHECK(importance(model, *found(model, told, "u", options)) == "a=0.2 b=0.1");
  }
}

// ---- many losses

// Any `needed` of so many: P by counting.
double too_few_left(std::size_t needed, std::size_t of, double lost) {
  std::vector<double> exactly(of + 1);
  exactly[0] = 1;
  for (std::size_t n = 0; n < of; ++n) {
    for (std::size_t i = n + 1; i > 0; --i) {
      exactly[i] = exactly[i] * (1 - lost) + exactly[i - 1] * lost;
    }
    exactly[0] *= 1 - lost;
  }
  double sum = 0;
  for (std::size_t i = of - needed + 1; i <= of; ++i) sum += exactly[i];
  return sum;
}

std::string any_of(std::size_t needed, std::size_t of, std::string_view target) {
  Words parts;
  for (std::size_t i = 0; i < of; ++i) parts.push_back(fmt::format("k{}", i));
  return fmt::format("{}:{}>{}", needed, fmt::join(parts, "+"), target);
}

TEST_CASE("many losses have exact probabilities too", "[graph]") {
  const Model forty = model_of(notation::inventory_of(any_of(36, 40, "t")));
  const auto exact = found(forty, {{"secret", 0.02}}, "t");
  CHECK(exact->is_exact());
  CHECK(is_near(exact->at_least, too_few_left(36, 40, 0.02)));

  const Model twenty_two = model_of(notation::inventory_of(any_of(19, 22, "t")));
  for (const Method method : {Method::diagram, Method::every_state}) {
    const auto one = found(twenty_two, {{"secret", 0.05}}, "t", options_for(method));
    CHECK(one->is_exact());
    CHECK(is_near(one->at_least, too_few_left(19, 22, 0.05)));
  }
  const Model twenty_three = model_of(notation::inventory_of(any_of(20, 23, "t")));
  CHECK(
      !found(twenty_three, {{"secret", 0.05}}, "t", options_for(Method::every_state))->is_exact());
}

TEST_CASE("with little room there are bounds, and what fits is exact", "[graph]") {
  const std::string line = any_of(36, 40, "t") + " a+b>u t>v a>v";
  const Model model = model_of(notation::inventory_of(line));
  const double truth = too_few_left(36, 40, 0.02);
  for (const std::size_t nodes_max : {0U, 30U, 60U, 100U, 150U}) {
    CAPTURE(nodes_max);
    ProbabilityOptions options{
        .kinds = {}, .accounts = {}, .nodes_max = nodes_max, .losses_tried_max = 2};
    const Found all = find_probabilities(model.inventory, model.graph,
                                         figures_of(model, {{"secret", 0.02}}), options);
    const LockoutProbability& t = *all[index_of(model, "t")];
    CAPTURE(t.at_least, t.at_most, truth);
    CHECK(!t.is_exact());
    CHECK(t.at_least <= truth);
    CHECK(t.at_most >= truth);
    const LockoutProbability& v = *all[index_of(model, "v")];
    CAPTURE(v.at_least, v.at_most);
    CHECK(v.at_least <= 0.02 * truth);
    CHECK(v.at_most >= 0.02 * truth);
    const LockoutProbability& u = *all[index_of(model, "u")];
    CHECK(u.is_exact());
    CHECK(is_near(u.at_least, 0.0396));
  }
}

}  // namespace
}  // namespace passkey_audit
