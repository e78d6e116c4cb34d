"""Keys as they compare: one letter is one letter, and one dash one dash, however a program has written it."""

import unicodedata

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SIGNS = {**{ord(sign): "-" for sign in _DASHES}, **{ord(sign): None for sign in _UNSEEN}}


def plain_key(text: str) -> str:
    """A key with composed letters, plain dashes and single plain spaces, and without signs that nobody sees.

    Source
    ------
    Unicode: NFC; a spreadsheet writes a dash for a hyphen, a web page a space that does not break
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_SIGNS).split())
