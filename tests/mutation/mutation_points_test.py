#!/usr/bin/env -S python3 -B
"""Which mutants mutation_points.py finds, and what stands at a switch."""

import textwrap
import unittest

from mutation_points import Switches


def changes(source):
    return [mutant.change for mutant in Switches(source).mutants]


class MutationPoints(unittest.TestCase):
    def test_a_comparison_has_its_boundary_and_its_negation(self):
        self.assertEqual(changes("bool x = a < b;"), ["< as <=", "< as >="])
        self.assertEqual(changes("return a >= b;"), [">= as >", ">= as <"])
        self.assertEqual(changes("f(a == b);"), ["== as !="])

    def test_literals_and_limits_of_the_policy_move(self):
        self.assertEqual(changes("f(x != 2U);"), ["!= as ==", "2U as 2U + 1", "2U as 2U - 1"])
        self.assertEqual(
            changes("if (age <= context.policy.review_max_age) return;")[2:],
            [f"context.policy.review_max_age as context.policy.review_max_age {step}"
             for step in ("+ 1", "- 1")])
        self.assertEqual(changes("f(i + 1 == n);"), ["== as !=", "1 as 1 + 1", "1 as 1 - 1"])
        self.assertEqual(changes("f(g(1) == n[2]);"), ["== as !="])

    def test_names_of_limits_move(self):
        self.assertIn("few as few + 1", changes("constexpr int few = 3; bool x = n > few;"))
        self.assertIn("limit as limit - 1",
                      changes("const int limit = context.policy.codes_low; f(n > limit);"))
        self.assertNotIn("i as i + 1", changes("int i = 0; f(n > i);"))

    def test_connectives(self):
        self.assertEqual(changes("return !a && f(b) || c;"),
                         ["|| as &&", "&& as ||", "! dropped", "negated", "negated"])

    def test_what_is_asked_without_an_operator(self):
        self.assertEqual(changes("if (f(a)) b();"), ["negated"])
        self.assertEqual(changes("if (auto a = f(); a.told()) b();"), ["negated"])
        self.assertEqual(changes("return f(a) ? b : c;"), ["negated"])
        for source in ("if (auto* a = f()) b();", "bool a = f();", "f(a, b);", "return f(a);"):
            self.assertEqual(changes(source), [], source)

    def test_what_only_looks_like_a_predicate(self):
        for source in (
                "#include <vector>\n", "// a < b\n", "/* a == b */", 'f("a && b", \'<\');',
                "std::vector<std::pair<A, B>> v;", "template <class A, class B> void f(A&& a);",
                "friend auto operator<=>(const A&, const A&) = default;",
                "friend bool operator==(const A&, const A&) = default;",
                "out << 1 << 2;", "a->b = c;", "auto f = [&](const A& a) -> bool { return a; };",
                "for (int i = 0; i < n; ++i) f(i);"):
            self.assertEqual(changes(source), [], source)

    def test_places(self):
        switches = Switches("// first\nbool x = a &&\n         // why\n         b < 3;\n")
        self.assertEqual([mutant.line for mutant in switches.mutants], [2, 2, 4, 4, 4, 4])
        self.assertEqual(switches.mutants[2].expression, "b < 3")

    def test_lines_stay_where_they_are(self):
        source = textwrap.dedent("""\
            if (a == 1 ||   // one
                !b) {
              f([&](int c) { return c < d; });
            }
            """)
        text = Switches(source, 7).text
        self.assertEqual(text.count("\n"), source.count("\n"))
        self.assertIn("mutation::negated(11, static_cast<bool>(b))", text)

    def test_without_a_point_nothing_changes(self):
        source = "// why\nint f() { return g<int>(1, \"x\"); }\n"
        self.assertEqual(Switches(source).text, source)


if __name__ == "__main__":
    unittest.main()
