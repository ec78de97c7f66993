"""Money, exact decimals and the one rounding rule.

Money is an integer of minor units with an ISO 4217 currency; sums never mix currencies. Unit
prices and exact line amounts keep six decimals, since real price lists have tenths of a cent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from babel.core import get_global
from babel.numbers import format_currency

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, Locale

PRICE_SCALE = 6
QUANTITY_SCALE = 3
_LARGEST = 10**18
_BABEL: Mapping[Locale, str] = {"de": "de_DE", "en": "en_GB"}


def minor_digits(currency: str) -> int:
    """Give the number of decimals of a currency (EUR 2, JPY 0, KWD 3), from CLDR."""
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


def round_amount(value: Decimal, digits: int) -> Decimal:
    """Round commercially, half away from zero (DIN 1333); the only rounding rule of Kontor."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units: ``Money(1999, "EUR")`` is 19,99 €."""

    minor: int
    currency: str

    @classmethod
    def of(cls, value: Decimal | int | str, currency: str) -> "Money":
        """Make money from an amount in major units, rounded to the currency's digits."""
        digits = minor_digits(currency)
        return cls(int(round_amount(Decimal(value), digits).scaleb(digits)), currency)

    @property
    def value(self) -> Decimal:
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def text(self, locale: Locale) -> str:
        """Write the amount for people: ``1.999,00 €``, ``€1,999.00``."""
        return format_currency(self.value, self.currency, locale=_BABEL[locale])

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)


def parse_decimal(text: str | int | Decimal, *, scale: int, field: str | None = None) -> Decimal:
    """Read an exact decimal of at most ``scale`` decimals; German and English marks are read.

    ``1.234,5`` and ``1,234.5`` both give 1234.5; a lone comma is a decimal mark. Raises Invalid.
    """
    if isinstance(text, str):
        text = text.strip().replace(" ", "").replace("\u00a0", "").replace("'", "")
        if "," in text and "." in text:
            thousands = "." if text.rfind(",") > text.rfind(".") else ","
            text = text.replace(thousands, "")
        text = text.replace(",", ".")
    try:
        value = Decimal(text)
    except (InvalidOperation, ValueError):
        raise Invalid(
            L(f"„{text}“ ist keine Zahl.", en=f'"{text}" is not a number.'), field=field
        ) from None
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise Invalid(
            L("Diese Zahl ist zu groß oder keine.", en="This is not a number, or it is too large."),
            field=field,
        )
    if round_amount(value, scale) != value:
        raise Invalid(
            L(f"Höchstens {scale} Nachkommastellen.", en=f"At most {scale} decimals."), field=field
        )
    return value
