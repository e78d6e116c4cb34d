"""What people keep in the register is tried on both databases."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from actions.people import accounts, asking, sessions
from landuse.roles.person import Person
from parks import settings
from register.engine import FILE, URL_VARIABLE, close_registers
from tests.databases import blank_root, postgres_url, sqlite_root, sqlite_template  # noqa: F401
from tests.people.provider import CLIENT, SECRET, Provider, provider


@pytest.fixture(scope="session")
def one_provider() -> Iterator[Provider]:
    """A provider for all tests: making a key takes longest."""
    with provider() as made:
        yield made


@pytest.fixture
def idp(one_provider: Provider, data_root: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:  # noqa: F811
    """A data folder with an empty register where people log in at a provider."""
    one_provider.claims, one_provider.signed_by = {}, one_provider.key
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    shutil.copyfile(sqlite_template, data_root / FILE)
    said = f'[login]\nissuer = "{one_provider.issuer}"\nclient_id = "{CLIENT}"\naddress = "http://localhost:8501"\n'
    (data_root / settings.SETTINGS).write_text(said, encoding="utf-8")
    monkeypatch.setenv("PARKAREAL_LOGIN_CLIENT_SECRET", SECRET)
    yield one_provider
    close_registers()


@pytest.fixture
def logs_in(idp: Provider) -> Callable[..., str]:
    """Lets somebody in with a role, from the invitation on; what the browser has then: `logs_in("kari", "planner", parks)`."""

    def log_in(subject: str, role: str = "admin", parks: tuple[str, ...] = ()) -> str:
        with asking.asked_by(Person("the first", "admin")):
            invitation = accounts.invite(subject.title(), role, parks).rpartition("=")[2]
        sent = sessions.begin(invitation)
        return sessions.come_back(*idp.lets_in(sent.address, subject), sent.browser)

    return log_in
