"""The text form of a filter, read by recursive descent.

either     = both { "or" both }
both       = one { "and" one }
one        = "not" one | "(" either ")" | condition
condition  = name ( sign value | ["not"] "in" "(" value { "," value } ")"
                  | ["not"] ("contains" | "starts" | "within") value | "is" ["not"] "empty" )
sign       = "=" | "!=" | "<" | "<=" | ">" | ">="
value      = "text" | 12.5 | 90d | +7d | true | false | me() | today() | now()
"""

from decimal import Decimal

from kontor_core.foundation.filters.ast import (
    FUNCTIONS,
    MAX_DEPTH,
    MAX_VALUES,
    Ago,
    And,
    Ast,
    Call,
    Comparison,
    Not,
    Op,
    Or,
    Value,
    check_size,
    too_deep,
)
from kontor_core.foundation.filters.errors import FilterError
from kontor_core.foundation.filters.tokens import Sort, Token, tokens
from kontor_core.foundation.i18n import L
from kontor_core.foundation.text import nearest

SIGNS = {"=": Op.EQ, "!=": Op.NE, "<": Op.LT, "<=": Op.LE, ">": Op.GT, ">=": Op.GE}
WORDS = {"contains": Op.CONTAINS, "starts": Op.STARTS, "within": Op.WITHIN}
_AFTER_NAME = ("contains", "starts", "within", "in", "is", "not")


def parse(text: str) -> Ast:
    """Read the text form. Raises FilterError with position and suggestion."""
    parser = _Parser(tokens(text))
    ast = parser.either()
    parser.expect_end()
    check_size(ast)
    return ast


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._next = 0
        self._open = 0  # brackets and nots around the current place

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        if token.sort is not Sort.END:
            self._next += 1
        return token

    def _take_word(self, *words: str) -> bool:
        if self._token.is_word(*words):
            self._next += 1
            return True
        return False

    def _take_mark(self, mark: str) -> bool:
        if self._token.is_mark(mark):
            self._next += 1
            return True
        return False

    def either(self) -> Ast:
        parts = [self._both()]
        while self._take_word("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self) -> Ast:
        parts = [self._one()]
        while self._take_word("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Ast:
        self._open += 1
        if self._open > 2 * MAX_DEPTH:  # a level is printed as "not" and a bracket at most
            raise too_deep(self._token.position)
        ast: Ast
        if self._take_word("not"):
            ast = Not(self._one())
        elif self._take_mark("("):
            ast = self.either()
            self._close()
        else:
            ast = self._condition()
        self._open -= 1
        return ast

    def _close(self) -> None:
        if not self._take_mark(")"):
            raise _unexpected(self._token, L("eine schließende Klammer )", en="a closing )"))

    def _condition(self) -> Ast:
        name = self._take()
        if name.sort is not Sort.WORD:
            raise _unexpected(name, L("der Name eines Feldes", en="the name of a field"))
        token = self._token
        if token.sort is Sort.MARK and token.text in SIGNS:
            self._take()
            return self._comparison(name, SIGNS[token.text], (self._value(),))
        if self._take_word("is"):
            negated = self._take_word("not")
            if not self._take_word("empty"):
                raise _unexpected(self._token, L("empty", en="empty"), suggestion="is empty")
            return self._comparison(name, Op.EMPTY, (), negated=negated)
        negated = self._take_word("not")
        if self._take_word("in"):
            return self._comparison(name, Op.IN, self._list(), negated=negated)
        for word, op in WORDS.items():
            if self._take_word(word):
                value = self._span() if op is Op.WITHIN else self._value()
                return self._comparison(name, op, (value,), negated=negated)
        raise _no_operator(self._token)

    def _comparison(
        self, name: Token, op: Op, values: tuple[Value, ...], *, negated: bool = False
    ) -> Ast:
        comparison = Comparison(name.text, op, values, position=name.position)
        return Not(comparison) if negated else comparison

    def _list(self) -> tuple[Value, ...]:
        if not self._take_mark("("):
            raise _unexpected(self._token, L("eine Liste wie (1, 2)", en="a list such as (1, 2)"))
        values = [self._value()]
        while self._take_mark(","):
            values.append(self._value())
            if len(values) > MAX_VALUES:
                raise FilterError(
                    L(f"Höchstens {MAX_VALUES} Werte.", en=f"At most {MAX_VALUES} values."),
                    position=self._token.position,
                )
        self._close()
        return tuple(values)

    def _span(self) -> Value:
        token = self._take()
        if token.sort is not Sort.AGO:
            raise _unexpected(token, L("eine Zeitspanne wie 90d", en="a span such as 90d"))
        return Ago.read(token.text)

    def _value(self) -> Value:
        token = self._take()
        if token.sort is Sort.STRING:
            return token.text
        if token.sort is Sort.NUMBER:
            return Decimal(token.text) if "." in token.text else int(token.text)
        if token.sort is Sort.AGO:
            return Ago.read(token.text)
        if token.sort is Sort.WORD:
            return self._word_value(token)
        raise _unexpected(token, L("ein Wert", en="a value"))

    def _word_value(self, token: Token) -> Value:
        if token.is_word("true", "false"):
            return token.is_word("true")
        if self._take_mark("("):
            if token.text not in FUNCTIONS:
                raise _unknown_function(token)
            self._close()
            return Call(token.text)
        if token.is_word("null", "none", "empty"):
            suggestion = "is empty"
        elif token.text in FUNCTIONS:
            suggestion = f"{token.text}()"
        else:
            suggestion = f'"{token.text}"'
        raise FilterError(
            L(
                f"„{token.text}“ ist kein Wert: Text steht in Anführungszeichen.",
                en=f'"{token.text}" is not a value: text stands in quotes.',
            ),
            position=token.position,
            suggestion=suggestion,
        )

    def expect_end(self) -> None:
        token = self._token
        if token.is_mark(")"):
            raise FilterError(
                L("Diese Klammer wurde nie geöffnet.", en="This bracket was never opened."),
                position=token.position,
            )
        if token.sort is not Sort.END:
            meant = nearest(token.text, ("and", "or")) if token.sort is Sort.WORD else None
            raise _unexpected(token, L("and, or oder das Ende", en="and, or or the end"), meant)


def _unexpected(token: Token, wanted: L, suggestion: str | None = None) -> FilterError:
    if token.sort is Sort.END:
        de, en = "der Filter ist zu Ende", "the filter ends here"
    else:
        shown = token.text if len(token.text) <= 40 else token.text[:40] + "…"
        de, en = f"hier steht „{shown}“", f'here stands "{shown}"'
    return FilterError(
        L(f"Erwartet wird {wanted.de}, aber {de}.", en=f"Expected {wanted.in_('en')}, but {en}."),
        position=token.position,
        suggestion=suggestion,
    )


def _no_operator(token: Token) -> FilterError:
    if token.is_mark("("):
        return FilterError(
            L(
                "Funktionen gibt es nur als Wert (me(), today(), now()), nicht als Feld.",
                en="Functions exist as values only (me(), today(), now()), not as a field.",
            ),
            position=token.position,
        )
    signs = ("like", "ilike", "startswith", "begins", "equals", "between")
    meant = {"like": "contains", "ilike": "contains", "startswith": "starts", "begins": "starts",
             "equals": "=", "between": ">= … and … <="}  # fmt: skip
    word = token.text.lower()
    suggestion = meant[word] if word in signs else nearest(word, _AFTER_NAME)
    return _unexpected(
        token,
        L(
            "ein Vergleich (= != < <= > >= in contains starts within is empty)",
            en="a comparison (= != < <= > >= in contains starts within is empty)",
        ),
        suggestion if token.sort is Sort.WORD else None,
    )


def _unknown_function(token: Token) -> FilterError:
    meant = nearest(token.text, FUNCTIONS)
    return FilterError(
        L(
            f"Die Funktion {token.text}() gibt es nicht, nur me(), today() und now().",
            en=f"There is no function {token.text}(), only me(), today() and now().",
        ),
        position=token.position,
        suggestion=f"{meant}()" if meant else None,
    )
