"""The login at the provider: authorization code with PKCE (S256), state and nonce, and an ID token that is believed in nothing.

Authlib speaks the protocol, joserfc holds the token against the provider's keys. Of what the provider tells, issuer and subject are
kept, and nothing else: never a national number.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests

from landuse.words.errors import LanduseError
from people.login import Login

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

_SCOPE = "openid"
_KNOWN_AT = "/.well-known/openid-configuration"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]  # never none, never a shared key
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_WAIT_S = 10
_LEEWAY_S = 60  # between the provider's clock and ours
_LONGEST = 300  # letters of a subject
_PNR, _FIRST_WEIGHTS, _SECOND_WEIGHTS = 11, (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True)
class Who:
    """As whom the provider knows somebody."""

    issuer: str
    subject: str


def address(login: Login, state: str, nonce: str, verifier: str) -> str:
    """Where somebody is sent to log in.

    Raises
    ------
    LanduseError : login_provider
    """
    with _told(login):
        known = _metadata(login)
        with _client(login) as client:
            url, _ = client.create_authorization_url(known["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier)
    return str(url)


def who(login: Login, code: str, nonce: str, verifier: str) -> Who:
    """Who came back with a code.

    Raises
    ------
    LanduseError : login_provider, login_refused, login_national_number
    """
    from joserfc.errors import JoseError

    with _told(login):
        known = _metadata(login)
        with _client(login) as client:
            given = client.fetch_token(known["token_endpoint"], code=code, code_verifier=verifier, timeout=_WAIT_S)
            keys = client.get(known["jwks_uri"], withhold_token=True, timeout=_WAIT_S)
        keys.raise_for_status()
        try:
            claims = _claims(login, str(given.get("id_token", "")), keys.json(), nonce)
        except JoseError as error:
            raise LanduseError("login_refused", reason=error.error) from error
    return Who(login.issuer, _subject(claims))


def _claims(login: Login, token: str, keys: Any, nonce: str) -> dict[str, Any]:
    """What the token says, once its signature, who made it for whom, its time and its nonce are held against what we know."""
    from joserfc import jwt
    from joserfc.jwk import KeySet

    read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)
    must = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_S,
        iss={"essential": True, "value": login.issuer},
        aud={"essential": True, "value": login.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    must.validate(read.claims)
    audience = read.claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and read.claims.get("azp") != login.client_id:
        raise LanduseError("login_refused", reason="azp")
    return read.claims


def _subject(claims: dict[str, Any]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise LanduseError("login_refused", reason="sub")
    if is_national_number(subject):
        raise LanduseError("login_national_number")
    return subject


def is_national_number(text: str) -> bool:
    """Whether a text is a Norwegian national number: eleven digits whose last two are the control digits of the others."""
    if len(text) != _PNR or not (text.isascii() and text.isdecimal()):
        return False
    digits = [int(letter) for letter in text]
    first = -sum(weight * digit for weight, digit in zip(_FIRST_WEIGHTS, digits)) % 11
    second = -sum(weight * digit for weight, digit in zip(_SECOND_WEIGHTS, digits)) % 11
    return (first, second) == (digits[9], digits[10])


def _client(login: Login) -> "OAuth2Session":
    from authlib.integrations.requests_client import OAuth2Session

    how = "client_secret_basic" if login.client_secret else "none"
    return OAuth2Session(
        login.client_id,
        login.client_secret,
        token_endpoint_auth_method=how,
        scope=_SCOPE,
        redirect_uri=login.back_to,
        code_challenge_method="S256",
    )


def _metadata(login: Login) -> dict[str, Any]:
    """What the provider says of itself; it must name itself as the settings do."""
    answer = requests.get(login.issuer.rstrip("/") + _KNOWN_AT, timeout=_WAIT_S)
    answer.raise_for_status()
    known = answer.json()
    if not isinstance(known, dict) or known.get("issuer") != login.issuer or not all(isinstance(known.get(one), str) for one in _ENDPOINTS):
        raise LanduseError("login_provider", issuer=login.issuer, reason="issuer")
    return known


@contextmanager
def _told(login: Login) -> Iterator[None]:
    """What the provider, the way to it, or Authlib refuses becomes one sentence."""
    from authlib.common.errors import AuthlibBaseError

    try:
        yield
    except AuthlibBaseError as error:
        raise LanduseError("login_refused", reason=error.error or "–") from error
    except (requests.RequestException, ValueError) as error:
        raise LanduseError("login_provider", issuer=login.issuer, reason=type(error).__name__) from error
