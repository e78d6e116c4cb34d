"""The one error that a user reads: a code with its values, put into words by the message catalogue."""

from landuse import messages


class LanduseError(Exception):
    """Bad data or a wrong call, told in one sentence: what, where, expected, got, what to do.

    Parameters
    ----------
    code : key of the sentence, `error.<code>` in every catalogue
    values : the values that the sentence names
    """

    def __init__(self, code: str, **values: object):
        self.code = code
        self.values = values
        super().__init__(code, values)

    def __reduce__(self) -> tuple:
        """Travels between processes with its values."""
        return _again, (self.code, self.values)

    def text(self, lang: str = messages.DEFAULT_LANG) -> str:
        """The sentence in one language."""
        return messages.text(lang, f"error.{self.code}", **self.values)

    def __str__(self) -> str:
        return self.text("en")


def _again(code: str, values: dict[str, object]) -> LanduseError:
    return LanduseError(code, **values)
