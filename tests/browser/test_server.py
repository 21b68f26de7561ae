"""What the server says: headers on every answer, hosts, downloads, compression."""

import gzip
import http.client
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Site
from views.server.headers import STATIC

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCRIPT = next(p.name for p in STATIC.glob("static/js/index.*.js"))


def ask(
    site: Site, path: str, *, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers in lower case and body."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=30)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


@pytest.mark.parametrize(
    "path",
    [
        "/", "/throughput", "/healthz", "/_stcore/health", f"/static/js/{SCRIPT}",
        "/static/missing.js", "/tables/flow.csv", "/tables/nothing.csv", "/nowhere/at/all",
    ],
)  # fmt: skip
def test_every_answer_carries_the_security_headers(site: Site, path: str) -> None:
    """Pages, files, health, tables and 404s alike."""
    _, headers, _ = ask(site, path)
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/tables/items.csv", "/tables/..%2f..%2fconfig.toml.csv", "/tables/FLOW.csv",
        "/tables/flow", "/tables/%00.csv", "/static/..%2f..%2f__init__.py", "/config.toml",
        "/.git/config", "/dashboard.py",
    ],
)  # fmt: skip
def test_nothing_but_the_offered_tables_is_given(site: Site, path: str) -> None:
    """No path leads to a file, a table not offered, or the store."""
    status, headers, body = ask(site, path)
    # Unknown pages are answered with Streamlit's empty frame, never with a file.
    assert status in {400, 404} or headers["content-type"].startswith("text/html")
    assert b"[programme]" not in body
    assert b"import" not in body[:200]


def test_tables_are_read_only_and_never_kept(site: Site) -> None:
    """GET alone, and no cache keeps the figures."""
    status, headers, body = ask(site, "/tables/flow.csv")
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert 'filename="flow.csv"' in headers["content-disposition"]
    assert body.startswith(b"project,week_end,")
    assert b"\r\n" in body
    assert ask(site, "/tables/flow.csv", method="POST")[0] == 405


def test_health_answers(site: Site) -> None:
    """The store answers, so the dashboard is well."""
    assert ask(site, "/healthz")[0] == 200


def test_foreign_hosts_are_refused(site: Site) -> None:
    """A page of another name that points here gets nothing."""
    status, headers, _ = ask(site, "/", headers={"host": "evil.example"})
    assert status == 400
    assert "content-security-policy" in headers


def test_foreign_origins_get_no_socket(site: Site) -> None:
    """A page of another origin cannot open the stream."""
    status, _, _ = ask(
        site,
        "/_stcore/stream",
        headers={
            "connection": "Upgrade", "upgrade": "websocket", "origin": "http://evil.example",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-version": "13",
        },
    )  # fmt: skip
    assert status == 403


def test_scripts_are_sent_compressed_once_and_for_good(site: Site) -> None:
    """The bytes are the file's, and a browser may keep them."""
    path = f"/static/js/{SCRIPT}"
    status, headers, body = ask(site, path, headers={"accept-encoding": "gzip"})
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    plain = (STATIC / "static" / "js" / SCRIPT).read_bytes()
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 2
    _, headers, body = ask(site, path)
    assert "content-encoding" not in headers
    assert body == plain


def test_the_page_asks_for_the_chart_code_early(site: Site) -> None:
    """The chunk that draws charts loads while the page starts."""
    _, headers, _ = ask(site, "/")
    assert headers["link"].startswith("</static/js/PlotlyChart.")
    assert "modulepreload" in headers["link"]


def test_the_terminal_stays_quiet(site: Site) -> None:
    """Whoever starts the dashboard reads there what matters, and no library's warnings."""
    assert "WARNING" not in (site.folder / "server.log").read_text(encoding="utf-8")
