"""Who may write: readers of a dashboard that can be reached from its own machine alone."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from views.server.binding import here_alone, may_write

LISTENING = """
import socket, sys
from views.server.binding import may_write
open_ = socket.create_server((sys.argv[1], 0))
print(may_write({"Host": "localhost:8501"}))
"""


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        (["127.0.0.1"], True),
        (["127.0.0.1", "::1"], True),
        (["0.0.0.0"], False),
        (["127.0.0.1", "192.168.0.5"], False),
        (["::"], False),
        ([], False),
    ],
)
def test_every_address_must_be_of_this_machine(addresses: list[str], expected: bool) -> None:
    """Where nothing is known, nobody writes."""
    assert here_alone(addresses) is expected


@pytest.mark.parametrize(("address", "expected"), [("127.0.0.1", "True"), ("0.0.0.0", "False")])
def test_it_is_asked_of_the_system(address: str, expected: str) -> None:
    """Not of a setting, which may say something else."""
    said = subprocess.run(
        [sys.executable, "-c", LISTENING, address],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost:8501", "X-Forwarded-For": "10.0.0.1"},
        {"Host": "localhost:8501", "X-Forwarded-Proto": "https"},
        {"Host": "localhost:8501", "Forwarded": "for=10.0.0.1"},
        {"Host": "localhost:8501", "Via": "1.1 proxy"},
        {"Host": "waymark.example.gov.uk"},
        {"Host": "localhost.example.gov.uk"},
        {},
    ],
    ids=str,
)
def test_behind_a_proxy_nobody_writes(
    headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its readers may be anywhere, wherever this process listens."""
    monkeypatch.setattr("views.server.binding._listens_here_alone", lambda: True)

    assert may_write({"Host": "127.0.0.1:8501"}) is True
    assert may_write(headers) is False
