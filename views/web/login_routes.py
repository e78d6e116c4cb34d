"""Logging in and out.

/login?invitation=          sends the browser to the provider
/login/back?state=&code=    takes it back, and begins the session
/logout                     asks; sent as a form it ends the session
"""

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from actions.people import asking, sessions
from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.foreign import escape
from landuse.words.log import happened
from views.web.answered import asked_lang
from views.web.entrance import COOKIES, token_of
from views.web.off_loop import off_loop
from views.web.refusals import refusal

_NEVER_KEPT = {"cache-control": "no-store"}
_LONGEST = 2000  # letters of a code or a state
_REFUSED, _MISSING = 403, 404


def login_routes() -> list[BaseRoute]:
    """The routes; without a login configured they are no addresses."""
    return [Route("/login", _login), Route("/login/back", _back), Route("/logout", _logout, methods=["GET", "POST"])]


async def _login(request: Request) -> Response:
    if not asking.login_wanted():
        return refusal(_MISSING, asked_lang(request))
    try:
        sent = await off_loop(sessions.begin, request.query_params.get("invitation", "")[:_LONGEST] or None)
        answer = RedirectResponse(sent.address, 303, _NEVER_KEPT)
        _keep(answer, "-login", sent.browser, sessions.ATTEMPT_S)
    except LanduseError as error:
        return _told(error, request)
    return answer


async def _back(request: Request) -> Response:
    if not asking.login_wanted():
        return refusal(_MISSING, asked_lang(request))
    asked = request.query_params
    state, code = (asked.get(name, "")[:_LONGEST] for name in ("state", "code"))
    browser = next((request.cookies[name + "-login"] for name in COOKIES if name + "-login" in request.cookies), "")
    try:
        token = await off_loop(sessions.come_back, state, code, browser)
        answer = RedirectResponse("/", 303, _NEVER_KEPT)
        _keep(answer, "", token, sessions.MOST_S)
        _keep(answer, "-login", "", 0)
    except LanduseError as error:
        return _told(error, request)
    return answer


async def _logout(request: Request) -> Response:
    if not asking.login_wanted():
        return refusal(_MISSING, asked_lang(request))
    if request.method != "POST":
        return _page(request, "done" if "done" in request.query_params else "asked")
    try:
        await off_loop(sessions.end, token_of(request.headers.get("cookie", "")))
        answer = RedirectResponse(f"/logout?done&lang={asked_lang(request)}", 303, _NEVER_KEPT)
        _keep(answer, "", "", 0)
    except LanduseError as error:
        return _told(error, request)
    return answer


def _keep(answer: Response, ending: str, value: str, most_s: int) -> None:
    """What the browser has: for this host alone, not for scripts, sent along by a link from a mail but by no form of another site."""
    secure = asking.login_is_secure()
    answer.set_cookie(COOKIES[0 if secure else 1] + ending, value, max_age=most_s, path="/", secure=secure, httponly=True, samesite="lax")


def _told(error: LanduseError, request: Request) -> Response:
    happened("refusal", where="login", code=error.code, said=error)
    return refusal(_REFUSED, asked_lang(request), error.text(asked_lang(request)))


def _page(request: Request, which: str) -> Response:
    """A question with its button, or what was done with the way back in: words of the catalogue alone."""
    lang = asked_lang(request)
    title, said, go = (escape(messages.text(lang, f"login.{which}.{part}")) for part in ("title", "said", "go"))
    form = f'<form method="post" action="/logout?lang={lang}"><button>{go}</button></form>'
    way = form if which == "asked" else f'<p><a href="/login">{go}</a></p>'
    head = f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title} – Parkareal</title>'
    return HTMLResponse(f"{head}<main><h1>{title}</h1><p>{said}</p>{way}</main>", headers=_NEVER_KEPT)
