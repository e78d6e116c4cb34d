"""Every answer that says no, in one sentence of the asked language, whoever said it: a route, Streamlit, or a fault."""

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landuse.words import messages
from landuse.words.errors import LanduseError
from landuse.words.log import happened
from views.web.headers import INDEX, page_lang, security_headers

_SHELL_AT = ("/", "/index.html")
_OURS = "content-language"  # a sentence of ours says its language
_ABOUT_BODY = ("content-encoding", "content-disposition", "etag", "last-modified", "accept-ranges", "cache-control")
_BAD = 400
ASK_AGAIN_S = 30
_PASSES_IN_S = {"not_now": ASK_AGAIN_S, "busy_now": ASK_AGAIN_S}  # what another try may answer, and after how long
_REGISTER, _REGISTER_AGAIN_S = "register_", 5  # codes of a register that cannot be read now: the address is good
_DENIAL = "websocket.http.response"


def refusal(status: int, lang: str, sentence: str | None = None) -> Response:
    """An answer with one sentence: the given one, or what the status says."""
    headers = {_OURS: lang, "cache-control": "no-store"}
    return Response(sentence or _stock(status, lang), status, headers, media_type="text/plain")


def refused(error: LanduseError, lang: str) -> Response:
    """An error as an answer: 503 with the time to wait where it passes, else 404."""
    happened("refusal", where="route", code=error.code, said=error)
    wait_s = _REGISTER_AGAIN_S if error.code.startswith(_REGISTER) else _PASSES_IN_S.get(error.code)
    answer = refusal(HTTPStatus.NOT_FOUND if wait_s is None else HTTPStatus.SERVICE_UNAVAILABLE, lang, error.text(lang))
    if wait_s is not None:
        answer.headers["retry-after"] = str(wait_s)
    return answer


async def refuse(error: LanduseError, status: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request, or a socket that wants to open, with an error's sentence."""
    lang = page_lang(scope["query_string"])
    answer = refusal(status, lang, error.text(lang))
    if scope["type"] == "websocket" and _DENIAL not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    await answer(scope, receive, send)


def fault(request: Request, _error: Exception) -> Response:
    """What a fault of the server shows: nothing of it. The server's log has the cause."""
    answer = refusal(HTTPStatus.INTERNAL_SERVER_ERROR, page_lang(request.scope["query_string"]))
    for name, value in security_headers():  # this answer is made outside the middleware
        answer.headers[name.decode()] = value.decode()
    return answer


class Sentences:
    """Puts one sentence in place of what others say when they refuse, and of the app's page where there is no page."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.shell = FileResponse(INDEX, stat_result=INDEX.stat()).headers["etag"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        replaced, lang, opened = False, page_lang(scope["query_string"]), False

        async def told(message: Message) -> None:
            nonlocal replaced, opened
            opened |= message["type"] == "websocket.accept"
            if message["type"] == "websocket.close" and not opened and _DENIAL in scope.get("extensions", {}):
                await refusal(HTTPStatus.FORBIDDEN, lang)(scope, receive, send)
            elif message["type"] == "http.response.start" and (status := self._status(scope, message)):
                replaced = True
                await _answer(refusal(status, lang), message)(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, told)

    def _status(self, scope: Scope, message: Message) -> int | None:
        """The status of an answer whose words are to be ours; None where they stay."""
        headers = MutableHeaders(raw=list(message.get("headers", [])))
        if headers.get("etag") == self.shell and scope["path"] not in _SHELL_AT:
            return HTTPStatus.NOT_FOUND
        return message["status"] if message["status"] >= _BAD and _OURS not in headers else None


def _answer(answer: Response, instead_of: Message) -> Response:
    """The refusal with what the other one said beside its words, such as which methods are allowed."""
    for name, value in MutableHeaders(raw=list(instead_of.get("headers", []))).items():
        if name not in (*_ABOUT_BODY, *answer.headers):
            answer.headers[name] = value
    return answer


def _stock(status: int, lang: str) -> str:
    key = f"refused.{status}"
    return messages.text(lang, key if messages.has(key) else f"refused.{status // 100 * 100}")
