"""No field offers two options in the same words: what is chosen is what was read."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from landuse.words.foreign import LOST
from views.parts.words import told_apart

VIEWS = Path(__file__).parent.parent.parent / "views"
_FIELDS = ("selectbox", "multiselect", "radio", "pills", "segmented_control", "select_slider")


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.sampled_from(["a", "a · 1", "b"]), st.sampled_from(["1", "2", ""])), max_size=8))
def test_no_two_options_share_their_words(options: dict[str, tuple[str, str]]) -> None:
    said = told_apart(options, lambda one: options[one][0], lambda one: options[one][1])
    assert len({said(one) for one in options}) == len(options)
    assert all(said(one).startswith(options[one][0]) for one in options)


def test_nothing_in_the_words_acts_and_options_that_differ_in_what_nobody_sees_are_numbered() -> None:
    options = ["Kai\u202e", "Kai\u202d", "Kai"]
    said = told_apart(options, lambda one: one)
    assert [said(one) for one in options] == [f"Kai{LOST} · Kai{LOST} · 1", f"Kai{LOST} · Kai{LOST} · 2", "Kai"]


def test_what_is_alone_keeps_its_plain_words_and_the_others_say_the_plainest_that_tells_them_apart() -> None:
    names = {"u1": ("Lagertomt", "4,5 daa"), "u2": ("Lagertomt", "5,6 daa"), "u3": ("Kai", "2,0 daa"), "u4": ("Lagertomt", "5,6 daa")}
    said = told_apart(names, lambda one: names[one][0], lambda one: names[one][1])
    assert [said(one) for one in names] == ["Lagertomt · 4,5 daa", "Lagertomt · 5,6 daa · u2", "Kai", "Lagertomt · 5,6 daa · u4"]


def test_every_field_says_its_options_so_that_they_are_told_apart() -> None:
    """Words that come from data go through `told_apart`; the others are the catalogue's, one key for each option."""
    loose = []
    for path in VIEWS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        apart = {target.id for node in ast.walk(tree) if isinstance(node, ast.Assign) and _is_apart(node.value)
                 for target in node.targets if isinstance(target, ast.Name)}  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FIELDS:
                words = next((one.value for one in node.keywords if one.arg == "format_func"), None)
                if words is not None and not (_is_apart(words) or _is_catalogue(words) or getattr(words, "id", None) in apart):
                    loose.append(f"{path.name}:{node.lineno}: {ast.unparse(words)}")
    assert loose == []


def _is_apart(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) == "told_apart"


def _is_catalogue(node: ast.expr) -> bool:
    """A sentence whose key names the option."""
    said = node.body if isinstance(node, ast.Lambda) else None
    return isinstance(said, ast.Call) and ast.unparse(said.func) == "messages.text" and isinstance(said.args[1], ast.JoinedStr)
