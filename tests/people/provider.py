"""An OpenID Connect provider on loopback: discovery, keys, and tokens for codes, with PKCE held to; what it says can be bent."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "parkareal", "hemmelig"


class Provider:
    """Who lets people in.

    at_the_screen : who logs in where a browser comes by itself
    claims : said in place of its own, None: left out; signed_by : another key than the published one; header : of the token
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.claims: dict[str, Any] = {}
        self.signed_by = self.key
        self.asked: list[dict[str, str]] = []
        self.issuer = ""
        self.at_the_screen = "kari"
        self._codes: dict[str, tuple[str, dict[str, str]]] = {}

    def lets_in(self, address: str, subject: str) -> tuple[str, str]:
        """What a browser that follows an address and logs in as somebody brings back: state and code."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?") and said["response_type"] == "code" and said["scope"] == "openid"
        assert said["code_challenge_method"] == "S256" and len(said["nonce"]) >= 40 and len(said["state"]) >= 40
        code = secrets.token_urlsafe(16)
        self._codes[code] = subject, said
        return said["state"], code

    def metadata(self) -> dict[str, Any]:
        """What it says of itself."""
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in ends.items()}

    def token(self, form: dict[str, str], credentials: str) -> tuple[int, dict[str, Any]]:
        """The tokens for a code, once, for who can show the verifier."""
        self.asked.append(form)
        subject, said = self._codes.pop(form.get("code", ""), ("", {}))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if challenge != said.get("code_challenge") or form.get("redirect_uri") != said["redirect_uri"] or credentials != f"Basic {known}":
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        own = {"iss": self.issuer, "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 300, "nonce": said["nonce"], "pid": "x"}
        claims = {name: value for name, value in (own | self.claims).items() if value is not None}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signed_by)
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers on loopback."""
    made = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize?"):
                address = made.issuer + self.path
                state, code = made.lets_in(address, made.at_the_screen)
                self.send_response(303)
                self.send_header("location", f"{parse_qs(urlsplit(address).query)['redirect_uri'][0]}?state={state}&code={code}")
                self.send_header("content-length", "0")
                self.end_headers()
                return
            known = {"/.well-known/openid-configuration": made.metadata(), "/keys": {"keys": [made.key.as_dict(private=False)]}}
            self._say(200 if self.path in known else 404, known.get(self.path, {}))

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            self._say(*made.token({name: values[0] for name, values in form.items()}, self.headers.get("authorization", "")))

        def _say(self, status: int, document: dict[str, Any]) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
