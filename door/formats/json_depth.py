"""How deep a JSON text is nested, by its brackets."""

import re

from door.limits import LIMITS

TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]', re.DOTALL)


def depth(content: bytes) -> int:
    """The deepest nesting; given up once past the limit."""
    depth = deepest = 0
    for found in TOKEN.finditer(content):
        sign = content[found.start()]
        if sign in b"{[":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > LIMITS["json_depth"]:
                return deepest
        elif sign in b"}]":
            depth -= 1
    return deepest
