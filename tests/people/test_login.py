"""The login at a real provider on loopback: what is believed, what is kept, and every way to be let in wrongly."""

import time

import pytest
from joserfc.jwk import RSAKey

from actions.people import accounts, asking, sessions, trail
from landuse.roles.person import Person
from landuse.words import messages
from landuse.words.errors import LanduseError
from parks import settings
from parks.park import data_root as root_now
from people import login, oidc, tokens
from register.engine import FILE, open_register, reading
from register.people_tables import METADATA


def _refused(code: str, do, *given) -> None:
    with pytest.raises(LanduseError) as refused:
        do(*given)
    assert refused.value.code == code and all(refused.value.text(lang) for lang in messages.LANGS)


def _come_back(idp, subject: str = "kari") -> str:
    sent = sessions.begin()
    return sessions.come_back(*idp.lets_in(sent.address, subject), sent.browser)


def test_who_was_invited_is_let_in_and_nothing_of_the_browsers_is_kept(idp, logs_in) -> None:
    token = logs_in("kari", "admin")
    person = sessions.person(token)
    assert (person.name, person.role, person.issuer, person.subject) == ("Kari", "admin", idp.issuer, "kari")
    again = _come_back(idp)
    assert sessions.person(again) == person and again != token
    with reading(open_register(root_now())) as connection:
        kept = str([[tuple(row) for row in connection.execute(table.select())] for table in METADATA.sorted_tables])
    assert token not in kept and tokens.digest(token) in kept and idp.asked[-1]["code_verifier"] not in kept
    sessions.end(token)
    assert sessions.person(token) is None and sessions.person(again) == person
    assert [row["act"] for row in trail.rows()] == ["logout", "login", "login", "invite"]
    assert trail.verify()[0] == 4


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": ["parkareal", "another"]},
        {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "x" * 301}, {"nonce": "of another login"}, {"nonce": None},
        {"exp": 1_700_000_000}, {"exp": None}, {"iat": int(time.time()) + 3600}, {"nbf": int(time.time()) + 3600},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_is_not_ours_lets_nobody_in(claims, idp, logs_in) -> None:
    logs_in("kari")
    idp.claims = claims
    _refused("login_refused", _come_back, idp)
    assert trail.rows(1)[0]["outcome"] == trail.REFUSED


def test_a_token_of_another_key_lets_nobody_in(idp, logs_in) -> None:
    logs_in("kari")
    idp.signed_by = RSAKey.generate_key(2048, {"kid": "one"})
    _refused("login_refused", _come_back, idp)


def test_a_login_is_of_one_browser_once(idp, logs_in) -> None:
    logs_in("kari")
    sent, other = sessions.begin(), sessions.begin()
    state, code = idp.lets_in(sent.address, "kari")
    _refused("login_state", sessions.come_back, state, code, other.browser)
    _refused("login_state", sessions.come_back, state, code, sent.browser)
    sent = sessions.begin()
    state, code = idp.lets_in(sent.address, "kari")
    assert sessions.come_back(state, code, sent.browser)
    _refused("login_state", sessions.come_back, state, code, sent.browser)
    _refused("login_state", sessions.come_back, "", "", "")


def test_a_code_that_another_login_was_given_is_not_taken(idp, logs_in) -> None:
    """PKCE and nonce: the code was stolen, the verifier was not."""
    logs_in("kari")
    mine, stolen = sessions.begin(), sessions.begin()
    state, _ = idp.lets_in(mine.address, "per")
    _, code = idp.lets_in(stolen.address, "kari")
    _refused("login_refused", sessions.come_back, state, code, mine.browser)


def test_who_was_not_invited_is_not_let_in(idp, logs_in) -> None:
    logs_in("kari")
    _refused("login_not_invited", _come_back, idp, "stranger")


@pytest.mark.parametrize("number", ["41018012012", "13097248022"])
def test_a_national_number_is_refused_and_kept_nowhere(number, idp, logs_in) -> None:
    logs_in("kari")
    assert oidc.is_national_number(number)
    _refused("login_national_number", _come_back, idp, number)
    assert number.encode() not in b"".join(path.read_bytes() for path in root_now().glob(f"{FILE}*"))


@pytest.mark.parametrize("text", ["13097248023", "1309724802", "130972480220", "kari", "١٣٠٩٧٢٤٨٠٢٢"])
def test_what_is_no_national_number(text) -> None:
    assert not oidc.is_national_number(text)


def test_a_provider_that_names_itself_otherwise_or_is_gone_is_not_asked(idp, data_root) -> None:
    path = data_root / settings.SETTINGS
    said = path.read_text(encoding="utf-8")
    for wrong in (f"{idp.issuer}/", "http://127.0.0.1:9"):
        path.write_text(said.replace(idp.issuer, wrong), encoding="utf-8")
        _refused("login_provider", sessions.begin)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("[login]\n", "login_incomplete"),
        ('[login]\nissuer = "https://a.no"\nclient_id = "x"\n', "login_incomplete"),
        ('[login]\nissuer = "http://a.no"\nclient_id = "x"\naddress = "https://b.no"\n', "login_address"),
        ('[login]\nissuer = "https://a.no"\nclient_id = "x"\naddress = "http://b.no"\n', "login_address"),
        ('[login]\nissuer = "https://a.no"\nclient_id = "x"\naddress = "https://b.no?x=1"\n', "login_address"),
        ("[login\n", "settings_unreadable"),
    ],
)
def test_a_login_that_is_half_set_up_lets_nobody_in(said, code, data_root) -> None:
    (data_root / settings.SETTINGS).write_text(said, encoding="utf-8")
    assert login.is_wanted() and asking.current() is None
    _refused(code, login.wanted)


def test_without_a_login_there_is_one_local_user(data_root) -> None:
    assert not login.is_wanted() and asking.current() == asking.LOCAL == Person("–") and asking.check("restore") == asking.LOCAL
    assert trail.tell(None, "x", trail.DONE, None, "") and not (data_root / FILE).exists(), "no trail, and no register, is made"


def test_a_role_is_given_and_lost_at_once(idp, logs_in, make_park) -> None:
    make_park("own")
    kari, mari = logs_in("kari"), logs_in("mari", "park_manager", ("own",))
    with asking.asked_by(sessions.person(kari)):
        assert [row["name"] for row in accounts.everybody()] == ["Kari", "Mari"]
        accounts.give_role(2, "viewer")
        assert sessions.person(mari) is None
        accounts.blank(2)
        _refused("last_admin", accounts.blank, 1)
    _refused("login_not_invited", _come_back, idp, "mari")
    mari = sessions.person(logs_in("per", "planner"))
    tried = ((accounts.invite, ("X", "admin")), (accounts.give_role, (1, "viewer")), (accounts.blank, (1,)), (accounts.everybody, ()))
    with asking.asked_by(mari):
        for do, given in tried:
            _refused("role_may_not", do, *given)
    assert trail.verify()[0] and [row["outcome"] for row in trail.rows(4)] == ["refused"] * 4


_MISTAKEN = {
    ("boss", ()): "role_unknown", ("planner", ("own",)): "role_parks", ("park_manager", ()): "role_parks",
    ("park_manager", ("no",)): "unknown_park",
}  # fmt: skip


@pytest.mark.parametrize(("role", "parks"), list(_MISTAKEN), ids=str)
def test_an_invitation_that_cannot_be_meant_is_refused(role, parks, idp) -> None:
    with asking.asked_by(Person("the first")):
        _refused(_MISTAKEN[role, parks], accounts.invite, "Kari", role, parks)
