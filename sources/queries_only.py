"""Tell a GraphQL query from anything that could write, without trusting its sender."""

import json
import re

# Strings and comments first, so that braces and words inside them never count.
_TOKEN = re.compile(
    r'(?P<skip>"""(?:\\"""|[^\\]|\\(?!"""))*?"""|"(?:\\.|[^"\\\n\r])*"|\#[^\n\r]*|[\s,\ufeff]+)'
    r"|(?P<name>[A-Za-z_]\w*)|(?P<open>[{(\[])|(?P<close>[})\]])"
    r'|(?P<other>\.\.\.|[^"\w{}()\[\]\#])|(?P<number>\d\w*)',
    re.ASCII,
)
_PAIRS = {"{": "}", "(": ")", "[": "]"}


def is_query_body(body: bytes | str | None) -> bool:
    """Say whether *body* is one GraphQL request all of whose operations are queries."""
    if not body:
        return False
    try:
        request = json.loads(body, object_pairs_hook=_without_doubles)
    except ValueError:
        return False
    if not isinstance(request, dict) or not set(request) <= {"query", "variables", "operationName"}:
        return False
    document = request.get("query")
    return isinstance(document, str) and is_query(document)


def is_query(document: str) -> bool:
    """Say whether a GraphQL *document* defines queries, perhaps fragments, and nothing else."""
    closers: list[str] = []
    in_definition = False
    queries = 0
    at = 0
    while at < len(document):
        token = _TOKEN.match(document, at)
        if token is None:
            return False
        at = token.end()
        if token["skip"] is not None:
            continue
        text = token.group()
        if not closers and not in_definition:
            if text not in {"query", "fragment", "{"}:
                return False
            queries += text != "fragment"
            in_definition = True
        elif not closers and text in {"mutation", "subscription"}:
            return False
        if token["open"]:
            closers.append(_PAIRS[text])
        elif token["close"]:
            if not closers or closers.pop() != text:
                return False
            if text == "}" and not closers:
                in_definition = False
    return queries > 0 and not closers and not in_definition


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that stands twice: which one counts is anybody's guess."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)
