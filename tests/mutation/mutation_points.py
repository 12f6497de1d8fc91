"""Finds the predicates of a C++ source and puts a switch at each of them.

The text is cut into a tree of brackets, and what stands between two separators is taken apart at
its loosest operator first, as the compiler does. The house's format helps: operators have a space
on both sides, template brackets, references and arrows have not.

A point is an operator or a limit, a mutant one way of reading it otherwise:
    a < b     as a <= b and as a >= b, and the other three likewise
    a == b    as a != b, and back
    a && b    as a || b, and back
    !a        as a
    if (a)    as if (!a): what is asked without an operator, there, before `?` and beside && and ||
    a < 2     as a < 3 and as a < 1: literals, limits of the policy and names that stand for either

Left out, besides what is no predicate (comments, texts, template brackets, shifts, arrows):
    for (i = 0; i < n; ++i)    one step more is out of range, any other reading is no rule
    operator== and its like    declarations
    if (auto a = f())          a declaration cannot be negated
    bool a = f();              what is kept is asked elsewhere
"""

import re
from typing import NamedTuple

TOKEN = re.compile(r"""
    (?P<space> (?: \s | //[^\n]* | /\*.*?\*/ )* )
    (?P<text> ^\#[^\n]* | R"\((?:.*?)\)" | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])+'
            | operator\s*[<>=!&|+-]+ | \d[\w']*
            | [A-Za-z_]\w* | :: | -> | <=> | <= | >= | == | != | && | \|\| | << | [-+*/|&]=
            | . | \Z )
    """, re.VERBOSE | re.DOTALL | re.MULTILINE)

SEPARATORS = {",", ";", "?", ":", "=", "+=", "-=", "*=", "/=", "|=", "&=",
              "return", "else", "case", "throw"}
LOOSEST_FIRST = [{"||"}, {"&&"}, {"==", "!="}, {"<", "<=", ">", ">="}]
ARITHMETIC = {"+", "-", "*", "/"}
OPERATORS = {"!"}.union(*LOOSEST_FIRST)
BEHIND_A_UNARY = {"+", "-", "/", "%", "<<", "&", "|", "^"}
CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}

# What an operator is read as: the other side of its limit, then its negation.
READINGS = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
            "==": ["!="], "!=": ["=="]}
FUNCTION = {"<": "std::less<>{}", "<=": "std::less_equal<>{}", ">": "std::greater<>{}",
            ">=": "std::greater_equal<>{}", "==": "std::equal_to<>{}",
            "!=": "std::not_equal_to<>{}"}


class Token(NamedTuple):
    space: str  # with its comments, before the text
    text: str
    line: int
    is_spaced: bool  # on both sides, as binary operators are

    def source(self):
        return self.space + self.text


class Group(NamedTuple):
    opening: Token
    items: list
    closing: Token

    text = None  # is no operator

    @property
    def space(self):
        return self.opening.space

    @property
    def line(self):
        return self.opening.line

    def source(self):
        return self.opening.source() + source_of(self.items) + self.closing.source()


class Mutant(NamedTuple):
    number: int
    line: int
    change: str
    expression: str


def source_of(items):
    return "".join(item.source() for item in items)


def tokens_of(source):
    line, position, tokens = 1, 0, []
    while position < len(source):
        match = TOKEN.match(source, position)
        space, text = match["space"], match["text"]
        line += space.count("\n")
        position = match.end()
        is_spaced = space != "" and source[position:position + 1].isspace()
        tokens.append(Token(space, text, line, is_spaced))
        line += text.count("\n")
    return tokens


def tree_of(tokens):
    open_groups = [(None, [])]
    for before, token in zip([Token("", "", 0, False)] + tokens, tokens):
        opening, items = open_groups[-1]
        of_template = token.text == "<" and (not token.space or before.text == "template")
        if token.text in ("(", "[", "{") or of_template:
            open_groups.append((token, []))
        elif opening and token.text == CLOSING[opening.text]:
            open_groups.pop()
            open_groups[-1][1].append(Group(opening, items, token))
        else:
            items.append(token)
    assert len(open_groups) == 1, f"the bracket of line {open_groups[-1][0].line} stays open"
    return open_groups[0][1]


def names_of_limits(source):
    """What a limit is called in this file: `constexpr int few = 3`, `limit = context.policy.x`."""
    constants = re.findall(r"\bconstexpr [\w:]+ (\w+) = \d+;", source)
    return set(constants + re.findall(r"\b(\w+)\s=\s[^;={}]*\bpolicy\.[\w.]+\)?;", source))


class Switches:
    """Writes the source with its switches; `mutants` are then all that it can be told to do."""

    def __init__(self, source, first_number=0):
        self.mutants = []
        self.next_number = first_number
        self.limits = names_of_limits(source)
        self.text = self.sequence(tree_of(tokens_of(source)))
        self.mutants.sort()

    def point(self, line, changes, items):
        """The number of its first mutant."""
        first = self.next_number
        expression = " ".join(re.sub("//.*", "", source_of(items)).split())
        self.mutants += [Mutant(first + i, line, change, expression)
                         for i, change in enumerate(changes)]
        self.next_number += len(changes)
        return first

    def sequence(self, items, is_asked=False):
        """`is_asked`: it ends with the condition of an `if`."""
        text, segment, before = "", [], ";"
        for item in items:
            if item.text in SEPARATORS:
                read = self.condition if item.text == "?" else self.expression
                text += read(segment) + item.source()
                segment, before = [], item.text
            else:
                segment.append(item)
        read = self.condition if is_asked and before == ";" else self.expression
        return text + read(segment)

    def condition(self, items):
        is_group = len(items) == 1 and items[0].text is None
        if not items or is_group or any(item.text in OPERATORS for item in items):
            return self.expression(items)
        number = self.point(items[0].line, ["negated"], items)
        return (f"{items[0].space}mutation::asked({number}, "
                f"static_cast<bool>({self.expression(items)}))")

    def expression(self, items):
        for operators in LOOSEST_FIRST:
            for i in range(len(items) - 1, 0, -1):
                if items[i].text in operators and items[i].is_spaced:
                    return self.operation(items, i)
        return self.without_operators(items)

    def operation(self, items, at):
        sign, left, right = items[at], items[:at], items[at + 1:]
        if sign.text in ("&&", "||"):
            swapped = "||" if sign.text == "&&" else "&&"
            number = self.point(sign.line, [f"{sign.text} as {swapped}"], items)
            name = "and" if sign.text == "&&" else "or"
            return (f"(mutation::{name}_ends({number}, static_cast<bool>({self.condition(left)}))"
                    f" ? mutation::{name}_end({number})"
                    f" : static_cast<bool>({sign.space}{self.condition(right)}))")
        readings = READINGS[sign.text]
        number = self.point(sign.line, [f"{sign.text} as {one}" for one in readings], items)
        functions = ", ".join(FUNCTION[one] for one in [sign.text] + readings)
        return (f"{items[0].space}mutation::compared({number}, {self.operand(left, items)}, "
                f"{self.operand(right, items)}{sign.space}, {functions})")

    def operand(self, items, comparison):
        """Of a comparison: the limits in it can be moved."""
        text, part = "", []
        for item in items:
            if item.text in ARITHMETIC and item.is_spaced:
                text += self.limit(part, comparison) + item.source()
                part = []
            else:
                part.append(item)
        return text + self.limit(part, comparison)

    def limit(self, items, comparison):
        text = source_of(items).strip()
        name = re.match(r"\w*", text)[0]
        is_limit = re.fullmatch(r"\d+[uUlL]*|[\w.>-]*\bpolicy\.[\w.]+", text) or name in self.limits
        if not is_limit:
            return self.expression(items)
        changes = [f"{text} as {text} {step}" for step in ("+ 1", "- 1")]
        number = self.point(items[0].line, changes, comparison)
        return f"mutation::moved({number}, {source_of(items)})"

    def without_operators(self, items):
        text = ""
        for i, item in enumerate(items):
            if item.text == "!":
                end = self.end_of_unary(items, i + 1)
                number = self.point(item.line, ["! dropped"], items[i:end])
                negated = self.expression(items[i + 1:end])
                return (text + f"{item.space}mutation::negated({number}, "
                        f"static_cast<bool>({negated}))" + self.expression(items[end:]))
            if item.text is None:
                text += self.group(item, items[i - 1].text if i else None)
            else:
                text += item.source()
        return text

    @staticmethod
    def end_of_unary(items, start):
        return next((i for i in range(start, len(items)) if items[i].text in BEHIND_A_UNARY),
                    len(items))

    def group(self, group, before):
        is_loop = before == "for" and any(item.text == ";" for item in group.items)
        if is_loop or group.opening.text == "<":
            return group.source()
        inside = self.sequence(group.items, is_asked=before == "if")
        return group.opening.source() + inside + group.closing.source()
