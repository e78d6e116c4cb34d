"""A CGI program, such as MapServer, on loopback."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Cgi(BaseHTTPRequestHandler):
    program = ""
    settings: dict[str, str] = {}

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        host, port = self.server.server_address[:2]
        about = {
            "PATH": os.defpath,
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": str(host),
            "SERVER_PORT": str(port),
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": path,
            "QUERY_STRING": query,
        }
        done = subprocess.run([self.program], env=about | self.settings, capture_output=True, timeout=60, check=False)
        head, _, rest = done.stdout.replace(b"\r\n", b"\n", 20).partition(b"\n\n")
        fields = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\n") if ": " in line)
        self.send_response(int(fields.pop("Status", "200")[:3]))
        fields["Content-Length"] = str(len(rest))
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        """Nothing: a server of a test is silent."""


@contextmanager
def serving(program: str, **settings: str) -> Iterator[str]:
    """The address under which the program answers."""
    handler = type("Cgi", (_Cgi,), {"program": program, "settings": settings})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join(10)
