"""Numbers as people write them, beside babel's own words for each."""

from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from landuse.words import numbers

_LOCALES = {"nb": "nb_NO", "en": "en_GB"}


@given(st.floats(-1e15, 1e15) | st.integers(-(10**12), 10**12), st.sampled_from(("nb", "en")), st.integers(0, 4))
def test_a_number_is_written_as_babel_writes_it(value, lang, decimals):
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    assert numbers.decimal(value, lang, decimals) == format_decimal(value, format=pattern, locale=_LOCALES[lang])


def test_norwegian_and_english_separators():
    assert numbers.decimal(1234567.25, "nb", 1) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,2"
    assert numbers.decimal(1234567.35, "en", 1) == "1,234,567.4"
