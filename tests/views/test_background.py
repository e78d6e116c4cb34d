"""The background map: none unless the settings name one; then one host's images, and nothing before a person asks."""

import pytest

from actions.map import map_data
from landuse.words import messages
from landuse.words.errors import LanduseError
from views.map import parts
from views.web.headers import SecurityHeaders, content_security_policy

OWN = '[background]\nurl = "{url}"\nattribution = "© Prøve"\n'


def settle(root, words: str) -> None:
    (root / "settings.toml").write_text(words, encoding="utf-8")


def policy() -> str:
    return dict(SecurityHeaders(None).headers)[b"content-security-policy"].decode()


def test_without_settings_there_is_none_and_no_host_is_allowed(data_root):
    assert map_data.background() is None
    assert parts.background("nb") == []
    assert policy() == content_security_policy()
    assert "img-src 'self' data: blob:;" in policy() and "http" not in policy()


@pytest.mark.parametrize("name", ["topo", "topograatone", "toporaster"])
def test_a_known_one_starts_switched_off_and_says_that_nobody_tried_it(data_root, name):
    settle(data_root, f'[background]\nuse = "{name}"\n')
    (layer,) = parts.background("nb")
    assert layer["on"] is False and f"/{name}/" in layer["url"]
    assert "© Kartverket" in layer["dated"] and messages.text("nb", "views.map.unverified") in layer["dated"]
    assert policy().count("https://") == 1
    assert "img-src 'self' data: blob: https://cache.kartverket.no;" in policy()


def test_tiles_of_ones_own(data_root):
    settle(data_root, OWN.format(url="http://127.0.0.1:8080/t/{z}/{x}/{y}.png?key=1"))
    assert map_data.background().host == "http://127.0.0.1:8080"
    assert parts.background("en")[0]["attribution"] == "© Prøve"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("[background", "settings_unreadable"),
        ('[background]\nuse = "google"\n', "background_unknown"),
        ("[background]\nuse = 1\n", "setting_kind"),
        ('[background]\nuser = "topo"\n', "setting_unknown"),
        ('[bakgrunn]\nuse = "topo"\n', "setting_unknown"),
        (OWN.format(url="https://tiles.example.no/{z}/{x}.png"), "background_address"),
        (OWN.format(url="https://tiles.example.no; script-src *//{z}/{x}/{y}.png"), "background_address"),
        (OWN.format(url="javascript:alert(1)//{z}{x}{y}"), "background_address"),
        (OWN.format(url="https://* /{z}/{x}/{y}.png"), "background_address"),
        (OWN.format(url="ftp://tiles.example.no/{z}/{x}/{y}.png"), "background_address"),
    ],
)
def test_settings_that_cannot_be_meant_open_nothing_and_are_told_in_the_layer_list(data_root, words, code):
    settle(data_root, words)
    with pytest.raises(LanduseError) as caught:
        map_data.background()
    assert caught.value.code == code
    assert policy() == content_security_policy()
    (layer,) = parts.background("nb")
    assert layer["url"] is None and layer["broken"] == caught.value.text("nb")


def test_settings_without_a_background_are_fine(data_root):
    settle(data_root, "[server]\nhosts = []\n")
    assert map_data.background() is None
