"""Numbers and dates as people write them: `1 900 daa`, `79,4 %`, `1. januar 2024`."""

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date

from landuse.words.languages import languages

M2_PER_DAA = 1000
_SIGNS = {lang: Locale.parse(own.locale).number_symbols["latn"] for lang, own in languages().items()}
_OWN_SIGNS = {lang: str.maketrans({",": signs["group"], ".": signs["decimal"]}) for lang, signs in _SIGNS.items()}


def decimal(value: float, lang: str, decimals: int = 0) -> str:
    """A number with the language's own separators and a fixed number of decimals, halves to the even digit.

    As `babel.numbers.format_decimal` writes it, in a seventh of the time: tables write thousands of numbers. What rounds to
    nothing has no sign.
    """
    written = format(Decimal(str(value)), f",.{decimals}f")
    return (written if written.strip("-0.,") else written.lstrip("-")).translate(_OWN_SIGNS[lang])


def signed(value: float, lang: str, decimals: int = 0) -> str:
    """A change: `+1,2`, `−1,2`; what rounds to nothing has no sign."""
    written = decimal(abs(value), lang, decimals)
    nothing = written == decimal(0, lang, decimals)
    return written if nothing else f"{'+' if value > 0 else chr(0x2212)}{written}"


def daa(area_m2: float, lang: str, decimals: int = 0) -> str:
    """An area in m² written in daa (1 daa = 1 000 m²)."""
    return f"{decimal(area_m2 / M2_PER_DAA, lang, decimals)}\N{NO-BREAK SPACE}daa"


def m2(area_m2: float, lang: str) -> str:
    """An area in m², whole."""
    return f"{decimal(area_m2, lang)}\N{NO-BREAK SPACE}m²"


def area(area_m2: float, lang: str) -> str:
    """An area as people say it: in daa with one decimal, in m² under 1 daa."""
    return daa(area_m2, lang, 1) if area_m2 >= M2_PER_DAA else m2(area_m2, lang)


def metres(length_m: float, lang: str) -> str:
    """A length in m, with a decimal where it has one."""
    return f"{decimal(length_m, lang, 0 if length_m == int(length_m) else 1)}\N{NO-BREAK SPACE}m"


def pct(value_pct: float, lang: str, decimals: int = 1) -> str:
    """A share in percent (0–100)."""
    space = "\N{NO-BREAK SPACE}" if languages()[lang].space_before_percent else ""
    return f"{decimal(value_pct, lang, decimals)}{space}%"


def pct_range(low_pct: float, high_pct: float, lang: str, decimals: int = 1) -> str:
    """A range of shares: `39,6–39,7 %`; one share where both ends are written alike."""
    low, high = decimal(low_pct, lang, decimals), pct(high_pct, lang, decimals)
    return high if low == decimal(high_pct, lang, decimals) else f"{low}\N{EN DASH}{high}"


def day(value: date, lang: str) -> str:
    """A date in words."""
    return format_date(value, format="long", locale=languages()[lang].locale)


def short_day(value: date, lang: str) -> str:
    """A day and month without the year: `31.12.` in bokmål, `31 Dec` in English."""
    return format_date(value, format=languages()[lang].short_day, locale=languages()[lang].locale)
