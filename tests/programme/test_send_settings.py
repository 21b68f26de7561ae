"""``[report.send]``: variables are named, and whatever else stands there is not repeated."""

from pathlib import Path

import pytest

from programme.config_file import load
from programme.errors import ConfigError
from programme.settings_report import Send
from tests.programme.test_config_file import GOOD, write


def send(folder: Path, *lines: str) -> Send:
    """Load a configuration with these lines of the section."""
    return load(write(folder, "\n".join([GOOD, "[report.send]", *lines]))).report.send


def test_nobody_is_sent_anything_unless_told(tmp_path: Path) -> None:
    """Without the section nothing leaves the machine."""
    assert load(write(tmp_path, GOOD)).report.send == Send(mail_env=(), chat_env=(), address="")


def test_the_documented_form(tmp_path: Path) -> None:
    """Lists of names, a link, and alerts that can be turned off."""
    lines = 'mail_env = ["WAYMARK_MAIL"]', 'chat_env = ["WAYMARK_TEAMS", "WAYMARK_SLACK"]'
    more = 'address = "https://waymark.example.gov.uk"', "alerts = false"
    assert send(tmp_path, *lines, *more) == Send(
        mail_env=("WAYMARK_MAIL",),
        chat_env=("WAYMARK_TEAMS", "WAYMARK_SLACK"),
        address="https://waymark.example.gov.uk",
        alerts=False,
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('mail_env = ["mailtos://ann:hunter2@example.gov.uk"]', "name of an environment variable"),
        ('mail_env = "mailtos://ann:hunter2@example.gov.uk"', "must be a list of names"),
        ('mail_env = ["A"]\nchat_env = ["A"]', "the variable A is named twice"),
        ('address = "https://ann:hunter2@waymark.example.gov.uk"', "user name or password"),
        ('address = "waymark hunter2"', "write it as https://waymark.example.gov.uk"),
        ('to = "mailtos://ann:hunter2@example.gov.uk"', "to is not a known key"),
        ("alerts = 1", "must be true or false"),
    ],
)
def test_mistakes(line: str, words: str, tmp_path: Path) -> None:
    """Each is named with the way out; an address pasted in the wrong place is not repeated."""
    with pytest.raises(ConfigError, match=r"report\.send") as caught:
        send(tmp_path, line)
    assert words in str(caught.value)
    assert "hunter2" not in str(caught.value)
