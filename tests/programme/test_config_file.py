"""config.toml: every mistake is one sentence that names the file, the key and the way out."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.config_file import load, missing_variables, sha256
from programme.errors import ConfigError
from programme.settings_projects import Expected

GOOD = """\
[programme]
name = "Adult social care online"
outcome = "Carers arrange and pay for support without phoning the council."
sro_role = "Director of Adult Services"
started_on = 2026-01-05

[[projects]]
name = "Care portal"
people = 9
sources = [
  { kind = "github", repository = "exampleton/care-portal", token_env = "GITHUB_TOKEN" },
  { kind = "gitlab", project = "exampleton/care-api", url = "https://gitlab.example.gov.uk", token_env = "GITLAB_TOKEN" },
  { kind = "recorded", path = "recorded/portal" },
]
[projects.increments]
from = "milestones"
key = ["Book an assessment"]
[projects.baselines]
"Book an assessment" = 2027-01-12
"Pay online" = [ { date = 2027-02-01, agreed_on = 2026-02-02, role = "SRO", reason = "First plan" } ]
[projects.order]
"Pay online" = ["Book an assessment"]
[projects.expected_items]
"Pay online" = 30
"Tell us once" = { items = 25, refined_on = 2027-03-01 }
"Renew" = { refined_on = 2027-04-01 }
[projects.gates]
"Pay online" = [2027-03-10, 2027-02-10, 2027-03-10]
"Renew" = 2027-04-14

[risk.tolerance]
total_days = 30
security_days = 5
"""  # noqa: E501 - a line of the documented form


def write(folder: Path, text: str) -> Path:
    """Write a configuration and return its path."""
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_documented_form_loads(tmp_path: Path) -> None:
    """Names, paths and defaults are as documented."""
    settings = load(write(tmp_path, GOOD))

    assert [source.name for _, source in settings.sources] == [
        "github.com/exampleton/care-portal",
        "gitlab.example.gov.uk/exampleton/care-api",
        "portal",
    ]
    assert settings.sources[2][1].path == tmp_path / "recorded/portal"  # type: ignore[union-attr]
    assert f"sqlite:///{tmp_path}/data/waymark.db" == settings.store.url
    assert settings.programme.time_zone == "Europe/London"
    assert settings.labels.probability["high"] == 0.65
    assert settings.risk.tolerance.total_days == 30
    assert settings.projects[0].order == {"Pay online": ("Book an assessment",)}
    assert settings.projects[0].expected == {
        "Pay online": Expected(items=30),
        "Tell us once": Expected(items=25, refined_on=date(2027, 3, 1)),
        "Renew": Expected(refined_on=date(2027, 4, 1)),
    }
    assert settings.projects[0].gates_of(" Pay online") == (date(2027, 2, 10), date(2027, 3, 10))
    assert settings.projects[0].gates_of("Renew") == (date(2027, 4, 14),)
    assert settings.projects[0].gates_of("Book an assessment") == ()
    # Settings travel to other machines.
    assert type(settings).model_validate(settings.model_dump(by_alias=True)) == settings


def test_paths_are_relative_to_the_file_not_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file means the same from everywhere."""
    path = write(tmp_path, GOOD)
    monkeypatch.chdir("/")

    assert load(path) == load(path.resolve())


MISTAKES = {
    "a mistyped key": (
        "repository =",
        "repositry =",
        ["line 11", "projects[1].sources[1].repositry", "did you mean repository?"],
    ),
    "a mistyped table": ("[risk.tolerance]", "[risks.tolerance]", ["risks", "did you mean risk?"]),
    "a limit that is no limit": ("security_days", "security", ["'security'", "_days"]),
    "a wrong type": ("people = 9", 'people = "nine"', ["projects[1].people", "'nine'", "line 9"]),
    "a missing key": (
        'sro_role = "Director of Adult Services"\n',
        "",
        ["programme.sro_role is missing"],
    ),
    "an unknown forge": ('"github"', '"svn"', ['"github", "gitlab" or "recorded"']),
    "a source without a kind": ('kind = "github", ', "", ['"github", "gitlab" or "recorded"']),
    "no date": ("2026-01-05", '"soon"', ["programme.started_on", "'soon'"]),
    "an unknown time zone": (
        'started_on = 2026-01-05',
        'started_on = 2026-01-05\ntime_zone = "Europe/Londn"',
        ["programme.time_zone", "Europe/Londn"],
    ),
    "an outcome that is too long": (
        'outcome = "',
        'outcome = "' + "x" * 200,
        ["programme.outcome", "200"],
    ),
    "a repository without owner": (
        "exampleton/care-portal",
        "care-portal",
        ["projects[1].sources[1].repository", "'care-portal'"],
    ),
    "not TOML": ("[programme]", "[programme", ["is not valid TOML"]),
    "a clock without offset": (
        'started_on = 2026-01-05',
        "started_on = 2026-01-05\nas_of = 2026-01-06T09:00:00",
        ["programme.as_of", "offset"],
    ),
    "one repository in two projects": (
        "[risk.tolerance]",
        '[[projects]]\nname = "Two"\nsources = [{ kind = "recorded", path = "x/portal" }]\n'
        "[risk.tolerance]",
        ["portal is listed twice"],
    ),
    "two projects of one name": (
        "[risk.tolerance]",
        '[[projects]]\nname = "Care portal"\nsources = [{ kind = "recorded", path = "x" }]\n'
        "[risk.tolerance]",
        ["'Care portal'", "its own name"],
    ),
    "labels without prefix": ('from = "milestones"', 'from = "labels"', ["prefix is required"]),
    "a cluster without a server": (
        "[risk.tolerance]",
        '[workers]\ndask = "tcp://x:8786"\n[risk.tolerance]',
        ["workers.dask needs store.url to name a PostgreSQL database"],
    ),
    "a cluster without a port": (
        "[risk.tolerance]",
        '[workers]\ndask = "scheduler"\n[risk.tolerance]',
        ["workers.dask"],
    ),
    "a date where text is wanted": ("\"Care portal\"", "2026-01-05", ["must be text in quotes"]),
    "a number where text is wanted": ('"Care portal"', "7", ["must be text in quotes", "found 7"]),
    "a number where a date is wanted": ("2026-01-05", "20260105", ["must be a date, as in 2026"]),
    "a time where a date is wanted": ("2026-01-05", "10:00:00", ["must be a date, as in 2026"]),
    "a number where an instant is wanted": (
        "started_on = 2026-01-05",
        "started_on = 2026-01-05\nas_of = 5",
        ["programme.as_of", "must be a date"],
    ),
    "a clock before all clocks": (
        "started_on = 2026-01-05",
        "started_on = 2026-01-05\nas_of = 0001-01-01T00:00:00+14:00",
        ["programme.as_of", "in the years"],
    ),
    "a beginning centuries away": ("2026-01-05", "0206-01-05", ["started_on", "in the years 1900"]),
    "text where a number is wanted": ("people = 9", 'people = "9"', ["must be a whole number"]),
    "true where a number is wanted": ("people = 9", "people = true", ["whole number (found true)"]),
    "text where true is wanted": (
        "[risk.tolerance]",
        '[network]\nallow_private = "yes"\n[risk.tolerance]',
        ["network.allow_private must be true or false (found 'yes')"],
    ),
    "a limit without end": ("total_days = 30", "total_days = inf", ["must be a number"]),
    "one table for a list of tables": (
        GOOD,
        GOOD.split("[projects.increments]")[0].replace("[[projects]]", "[projects]"),
        ["projects must be a list of tables, each under the line [[projects]]"],
    ),
    "a list for a table": ("[programme]", "[[programme]]", ["programme must be a table of keys"]),
    "text for a list": ('["Book an assessment"]', '"Book"', ["must be a list in square brackets"]),
    "blank text": ('"Care portal"', '"  "', ["projects[1].name must not be empty"]),
    "a word that is not offered": (
        "people = 9",
        'kind = "deliver"',
        ['must be "delivery" or "risk-register" (found \'deliver\')'],
    ),
    "half a baseline": (
        'agreed_on = 2026-02-02, role = "SRO", ',
        'role = "SRO", ',
        ["baselines.Pay online[1].agreed_on is missing"],
    ),
    "a mistyped key of a baseline": (
        'reason = "First plan"',
        'reasn = "First plan"',
        ["baselines.Pay online[1].reasn", "did you mean reason?"],
    ),
    "a baseline that is no date": (
        "2027-01-12",
        '"soon"',
        ["baselines.Book an assessment must be a date", "'soon'"],
    ),
    "an order that goes in a circle": (
        '"Pay online" = ["Book an assessment"]',
        '"Pay online" = ["Book an assessment"]\n"Book an assessment" = ["Pay online"]',
        [
            "projects[1].order: goes in a circle: 'Pay online' → 'Book an assessment' → "
            "'Pay online'; each is said to come before the next."
        ],
    ),
    "an order of what is left out": (
        'key = ["Book an assessment"]',
        'ignore = ["Book an assessment"]',
        ["projects[1]: order names 'Book an assessment', which increments.ignore leaves out."],
    ),
    "an order without a list": (
        '["Book an assessment"]\n[projects.expected_items]',
        '"Book an assessment"\n[projects.expected_items]',
        ["order.Pay online must be a list in square brackets"],
    ),
    "an expected size that says nothing": (
        "{ refined_on = 2027-04-01 }",
        "{ }",
        ["expected_items.Renew: says neither items nor refined_on."],
    ),
    "an expected size that is no number": (
        '"Pay online" = 30',
        '"Pay online" = "many"',
        ["expected_items.Pay online must be a whole number", "'many'"],
    ),
    "an expected size that nobody has": (
        '"Pay online" = 30',
        '"Pay online" = 9223372036854775807',
        ["expected_items.Pay online must be at most 10000", "9223372036854775807"],
    ),
    "an expected size until refined that nobody has": (
        "items = 25", "items = 10001", ["expected_items.Tell us once.items must be at most 10000"],
    ),
    "a mistyped key of an expected size": (
        "items = 25",
        "item = 25",
        ["expected_items.Tell us once.item is not a known key", "did you mean items?"],
    ),
    "an impact longer than a century": (
        "security_days = 5",
        "security_days = 5\n[labels.impact_days]\nhigh = 1e12",
        ["labels.impact_days.high must be at most 36525"],
    ),
    "a gate of what is left out": (
        'key = ["Book an assessment"]',
        'ignore = ["Renew"]',
        ["projects[1]: gates names 'Renew', which increments.ignore leaves out."],
    ),
    "a gate that is no date": (
        "2027-04-14", '"April"', ["gates.Renew must be a date, as in 2026-01-05", "'April'"],
    ),
    "one gate of several that is no date": (
        "[2027-03-10, ", '["soon", ', ["gates.Pay online[1] must be a date", "'soon'"],
    ),
    "a gate centuries away": ("2027-04-14", "0207-04-14", ["gates.Renew: must be in the years"]),
    "gates without a date": (
        "[2027-03-10, 2027-02-10, 2027-03-10]", "[]", ["gates: 'Pay online' lists no date."],
    ),
    "a gate in a table": ("2027-04-14", "{ on = 2027-04-14 }", ["gates.Renew must be a date"]),
    "iterations of a field without a name": (
        'from = "milestones"',
        'from = "iterations"\nfield = ""',
        ["increments.field must not be empty"],
    ),
    "increments from somewhere else": (
        'from = "milestones"',
        'from = "epics"',
        ['increments.from must be "milestones", "labels", "parents" or "iterations"'],
    ),
    "a store that is no database": (
        "[risk.tolerance]",
        '[store]\nurl = "mysql://me:hunter2@host/db"\n[risk.tolerance]',
        ["store.url: must name an SQLite file"],
    ),
    "no path": ("recorded/portal", "a\\u0000b", ["sources[3].path: is no path"]),
    "a mistyped limit": (
        "total_days",
        "totl_days",
        ["risk.tolerance.totl_days is no known limit; write total_days", "supplier_days"],
    ),
    "one source for a list": (
        GOOD,
        GOOD.split("  { kind")[0].replace("sources = [", 'sources = "recorded/portal"'),
        ['projects[1].sources must be a list of tables, as in [{ kind = "github", … }]'],
    ),
    "a limit below zero": ("total_days = 30", "total_days = -1", ["must be at least 0 (found -1)"]),
    "keys without end": ("[programme]", "x" + ".x" * 5000 + " = 1\n[programme]", ["without end"]),
    "a list of thousands of lists": (
        "[programme]",
        "x = " + "[" * 5000 + "]" * 5000 + "\n[programme]",
        ["not valid TOML", "too deep"],
    ),
    "a number of thousands of digits": ("people = 9", "people = " + "9" * 5000, ["not valid TOML"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(old: str, new: str, words: list[str], tmp_path: Path) -> None:
    """File, key and way out stand in one line."""
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))

    with pytest.raises(ConfigError) as caught:
        load(path)

    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    assert [word for word in words if word not in message] == []
    assert [word for word in ("tuple", "dictionary", "input", "pathlib") if word in message] == []
    assert "hunter2" not in message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('"Pay online" = 30', '"Pay online" = "many"', id="a title of other tables"),
        pytest.param(
            "\n[risk.tolerance]\ntotal_days = 30\nsecurity_days = 5",
            '[calendar]\nquiet = [{ name = "Freeze", from = 5, to = 2027-01-03 }]',
            id="a key of other tables",
        ),
        pytest.param('name = "Care portal"', 'name = ""', id="a key of all tables"),
        pytest.param('sro_role = "Director', 'sro_rol = "Director', id="a key of its own"),
        pytest.param('from = "milestones"', '"from" = "epics"', id="in quotation marks"),
    ],
)
def test_the_line_is_that_of_the_mistake(old: str, new: str, tmp_path: Path) -> None:
    """Whatever else bears the same name further up."""
    text = GOOD.replace(old, new, 1)
    line = text[: text.index(new) + len(new)].count("\n") + 1

    with pytest.raises(ConfigError, match=rf"my\.toml, line {line}: "):
        load(write(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The way out is --config."""
    with pytest.raises(ConfigError, match=r"nowhere\.toml does not exist.*--config"):
        load(tmp_path / "nowhere.toml")


TOKENS = [
    "ghp_" + "a1B2" * 9,
    "github_pat_" + "a1B2_" * 10,
    "ghs_" + "a1B2" * 9,
    "glpat-" + "a1B2-" * 5,
    "0123456789abcdef" * 3,
]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize(
    "place", ['token_env = "GITHUB_TOKEN"', 'name = "Care portal"', 'sro_role = "Director']
)
def test_a_token_in_the_file_is_refused_and_not_repeated(
    token: str, place: str, tmp_path: Path
) -> None:
    """A pasted secret stops everything, and its text is not printed."""
    value = place.split('"')[1]
    path = write(tmp_path, GOOD.replace(place, place.replace(value, token), 1))

    with pytest.raises(ConfigError, match="looks like an access token") as caught:
        load(path)

    assert token not in str(caught.value)


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_in_a_comment_is_refused_as_well(token: str, tmp_path: Path) -> None:
    """Whoever reads the file reads its comments; the sentence names the line, not the token."""
    path = write(tmp_path, f"# until {token} works again\n{GOOD}")

    with pytest.raises(ConfigError, match="line 1 holds what looks like an access token") as caught:
        load(path)
    assert token not in str(caught.value)


@pytest.mark.parametrize("value", ["a1-b2/c3+d4=", "s3cret token", "9a8b7c", "", "a\\u0000b"])
def test_a_token_of_unknown_shape_in_token_env_is_not_repeated(value: str, tmp_path: Path) -> None:
    """What cannot be a variable's name may be the token itself."""
    path = write(tmp_path, GOOD.replace('"GITHUB_TOKEN"', f'"{value}"', 1))

    with pytest.raises(ConfigError, match="name of an environment variable") as caught:
        load(path)

    assert not value or value not in str(caught.value)


UNREADABLE = {
    "a folder": (None, "is a directory"),
    "UTF-16": (GOOD.encode("utf-16"), "save it as UTF-8"),
    "Latin-1": (GOOD.replace("SRO", "ß").encode("latin-1"), "save it as UTF-8"),
}


@pytest.mark.parametrize(("content", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_without_jargon(
    content: bytes | None, said: str, tmp_path: Path
) -> None:
    """Python's names of errors help nobody."""
    path = tmp_path / "my.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)

    with pytest.raises(ConfigError, match=said) as caught:
        load(path)

    assert "Error" not in str(caught.value)


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("[programme]", "\ufeff[programme]")])
def test_what_editors_on_windows_write_is_read(change: tuple[str, str], tmp_path: Path) -> None:
    """Line ends and a byte order mark change nothing."""
    path = tmp_path / "my.toml"
    path.write_bytes(GOOD.replace(*change).encode())
    assert load(path) == load(write(tmp_path, GOOD))


def test_missing_variables_are_named_before_any_network(tmp_path: Path) -> None:
    """Each source whose token is not set has its own sentence."""
    settings = load(write(tmp_path, GOOD))

    sentences = missing_variables(settings, {"GITHUB_TOKEN": " ", "GITLAB_TOKEN": "x"})

    assert len(sentences) == 1
    assert "GITHUB_TOKEN is not set" in sentences[0]
    assert "github.com/exampleton/care-portal" in sentences[0]


def test_label_tables_merge_by_key_and_lists_replace(tmp_path: Path) -> None:
    """A team adds its own words without repeating ours."""
    more = '[labels.probability]\nsicher = 0.95\nlow = 0.1\n[labels.type]\nrisk = ["Risiko"]\n'
    labels = load(write(tmp_path, GOOD + more)).labels

    assert labels.probability["sicher"] == 0.95
    assert labels.probability["low"] == 0.1
    assert labels.probability["medium"] == 0.40
    assert labels.type.risk == ("Risiko",)
    assert labels.type.decision == ("decision::sponsor",)


def test_the_hash_is_of_the_file(tmp_path: Path) -> None:
    """Two files of equal bytes have one hash."""
    assert sha256(write(tmp_path, "a")) == (
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    )


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    """Whatever the file holds, the answer is settings or one sentence."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(ConfigError):
            load(path)


def test_titles_are_compared_without_blanks_around_them(tmp_path: Path) -> None:
    """A blank too many loses no baseline and no key increment."""
    text = GOOD.replace('"Book an assessment"', '" Book an assessment "')
    project = load(write(tmp_path, text)).projects[0]

    assert project.increments.key == ("Book an assessment",)
    assert "Book an assessment" in project.baselines
