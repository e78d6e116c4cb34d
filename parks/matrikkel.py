"""The number of a property as people write it: 5037-12/34, 12/34/0/5, gnr. 12 bnr. 34, with whatever spaces, strokes and digits."""

import re
import unicodedata
from dataclasses import dataclass

from parks import former_numbers
from parks.keys import plain_key
from parks.municipality import known_numbers

_STROKES = str.maketrans(dict.fromkeys("\u2044\u2215\u29f8\uff0f\\", "/"))
_NUMBERS = re.compile(
    r"(?:(?P<knr>\d{3,4})(?: ?[-:,] ?| ))?(?P<gnr>\d{1,5}) ?/ ?(?P<bnr>\d{1,5})"
    r"(?: ?/ ?(?P<fnr>\d{0,5})(?: ?/ ?(?P<snr>\d{0,5}))?)?"
)
_FIRST_OF_THREE = re.compile(r"(\d{4}) ?/ ?(\d+ ?/ ?\d+.*)")
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_ALL_HYPHENS = re.compile(r"(?P<knr>\d{4}) ?- ?(?P<gnr>\d{1,5}) ?- ?(?P<bnr>\d{1,5})(?: ?- ?(?P<fnr>\d{1,5})(?: ?- ?(?P<snr>\d{1,5}))?)?")
_GNR, _BNR, _FNR, _SNR = (
    rf"(?:{word})(?P<{name}>\d{{1,5}})"
    for word, name in (
        (r"g ?\.? ?nr ?[.:]? ?|g[åa]rds?(?:nr|nummer) ?[.:]? ?|gnr ?[.:]? ?", "gnr"),
        (r"b ?\.? ?nr ?[.:]? ?|bruks(?:nr|nummer) ?[.:]? ?", "bnr"),
        (r"f ?\.? ?nr ?[.:]? ?|feste(?:nr|nummer) ?[.:]? ?", "fnr"),
        (r"s ?\.? ?nr ?[.:]? ?|seksjons?(?:nr|nummer) ?[.:]? ?", "snr"),
    )
)
_LABELLED = re.compile(
    r"(?:(?:k ?\.? ?nr|kommune(?:nr|nummer)?) ?[.:]? ?)?(?:(?P<knr>\d{3,4}) ?[-,:/]? ?)?"
    rf"{_GNR} ?[,/;-]? ?{_BNR}(?: ?[,/;-]? ?{_FNR})?(?: ?[,/;-]? ?{_SNR})?"
)
_BEFORE = re.compile(r"(?:g ?\.? ?nr\.? ?[/,] ?b ?\.? ?nr\.?|gbnr|gnr bnr|gnr og bnr|matrikkel(?:nr|nummer)?|eiendom) ?[.:]? ?")


@dataclass(frozen=True)
class Matrikkel:
    """A property number's parts; the municipality as written, with four digits, or None where it is not said."""

    kommunenummer: str | None
    gnr: int
    bnr: int
    fnr: int = 0
    snr: int = 0

    @property
    def within(self) -> str:
        """The number within its municipality, noughts at its end left out: 12/34, 12/34/5, 12/34/0/5."""
        parts = [self.gnr, self.bnr, self.fnr, self.snr]
        while len(parts) > 2 and parts[-1] == 0:
            parts.pop()
        return "/".join(map(str, parts))


def parsed(words: str) -> Matrikkel | None:
    """What a text names, where all of it is one property number."""
    plain = plain_words(words).casefold()
    plain = _BEFORE.sub("", plain, count=1) if _BEFORE.match(plain) else plain
    first = _FIRST_OF_THREE.fullmatch(plain)
    if first and first[1] in known_numbers() | former_numbers.numbers():  # else it is a gårdsnummer
        plain = f"{first[1]}-{first[2]}"
    if _DAY.fullmatch(plain):
        return None
    found = _NUMBERS.fullmatch(plain) or _LABELLED.fullmatch(plain) or _ALL_HYPHENS.fullmatch(plain)
    if found is None:
        return None
    number = found["knr"]
    gnr, bnr, fnr, snr = (int(found[name] or 0) for name in ("gnr", "bnr", "fnr", "snr"))
    return Matrikkel(number.zfill(4) if number else None, gnr, bnr, fnr, snr) if gnr and bnr else None


def plain_words(words: str) -> str:
    """A key (`plain_key`) with strokes of one kind, and signs that are one and the same written as one."""
    shown = words.replace("\u00ad", "-")  # a hyphen that shows only where a line ends; here it parts two numbers
    return plain_key(unicodedata.normalize("NFKC", plain_key(shown).translate(_STROKES)).translate(_STROKES))
