"""[measures] and [calendar]: what may stand there, and the way out of what may not."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from programme import public_holidays
from programme.config_file import load
from programme.errors import ConfigError
from tests.conftest import ROOT
from tests.metrics.frames import make_settings
from tests.programme.test_config_file import GOOD, write


@pytest.mark.parametrize(
    ("size", "label", "field", "at_forge", "unit"),
    [
        ("", "", "", "", ""),
        ("weight", "", "", "weight", "weight"),
        ("label:points::*", "points::", "", "", "points"),
        ("label: Story points: *", "Story points: ", "", "", "Story points"),
        ("field:Estimate", "", "Estimate", "field:Estimate", "Estimate"),
        ("field: Size: days", "", "Size: days", "field: Size: days", "Size: days"),
    ],
)
def test_a_source_of_sizes_is_read(
    size: str, label: str, field: str, at_forge: str, unit: str
) -> None:
    """Labels come without asking the forge for more; a field may bear any name."""
    measures = make_settings(measures={"size": size}).measures

    assert (measures.size_label, measures.size_field) == (label, field)
    assert (measures.size_at_forge, measures.size_unit) == (at_forge, unit)


@pytest.mark.parametrize(
    "size",
    ["points", "Weight", "label:points::3", "label:*", "label:a*b*", "field:", "label:", "*"],
)
def test_another_source_of_sizes_is_refused(size: str, tmp_path: Path) -> None:
    """The sentence shows the three forms."""
    path = write(tmp_path, f'{GOOD}[measures]\nsize = "{size}"\n')

    with pytest.raises(ConfigError, match=r"measures\.size: .*label:points::\*") as error:
        load(path)
    assert "field:Estimate" in str(error.value)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        pytest.param('country = "UK"', "did you mean GB?", id="a name in use"),
        pytest.param('country = "England"', "two letters of ISO 3166-1", id="no country"),
        pytest.param('country = "Germny"', "did you mean DE?", id="mistyped"),
        pytest.param('country = "gb"', "did you mean GB?", id="small letters"),
        pytest.param(
            'country = "GB"\nsubdivision = "England"', "did you mean ENG?", id="a part's name"
        ),
        pytest.param('country = "GB"\nsubdivision = "EN"', "did you mean ENG?", id="a part"),
        pytest.param(
            'country = "GB"\nsubdivision = "XX"', "GB has ENG, NIR, SCT, WLS.", id="no such part"
        ),
        pytest.param('country = "MC"\nsubdivision = "X"', "MC has none", id="no parts"),
        pytest.param('subdivision = "ENG"', "country is missing", id="a part of nothing"),
        pytest.param("working_days = true", "country is missing", id="whose holidays?"),
        pytest.param('contry = "GB"', "did you mean country?", id="key"),
        pytest.param("working_days = 1", "must be true or false", id="no switch"),
    ],
)
def test_a_calendar_that_is_not_known_is_refused(section: str, said: str, tmp_path: Path) -> None:
    """The sentence names the nearest that is."""
    path = write(tmp_path, f"{GOOD}[calendar]\n{section}\n")

    with pytest.raises(ConfigError) as error:
        load(path)

    assert said in str(error.value)
    assert str(path) in str(error.value)


FREEZE = 'name = "Freeze", from = 2026-12-21, to = 2027-01-03'
ELECTION = 'name = "Pre-election period", from = 2027-03-22, to = 2027-05-06, pace = 0.5'


@pytest.mark.parametrize(
    ("quiet", "said"),
    [
        pytest.param(
            "[{ from = 2026-12-21, to = 2027-01-03 }]", "quiet[1].name is missing", id="nameless"
        ),
        pytest.param(
            '[{ name = "", from = 2026-12-21, to = 2027-01-03 }]',
            "quiet[1].name must not be empty",
            id="an empty name",
        ),
        pytest.param(
            '[{ name = "Freeze", to = 2027-01-03 }]', "quiet[1].from is missing", id="no first day"
        ),
        pytest.param(
            '[{ name = "Freeze", from = 2026-12-21 }]', "quiet[1].to is missing", id="no last day"
        ),
        pytest.param(
            '[{ name = "Freeze", from = 2027-01-03, to = 2027-01-02 }]',
            "quiet[1]: 'Freeze' ends on 2027-01-02, before it begins on 2027-01-03.",
            id="ends before it begins",
        ),
        pytest.param(
            '[{ name = "Freeze", from = "Christmas", to = 2027-01-03 }]',
            "quiet[1].from must be a date, as in 2026-01-05 (found 'Christmas')",
            id="no date",
        ),
        pytest.param(
            '[{ name = "Freeze", from = 2026-12-21, to = 2207-01-03 }]',
            "quiet[1].to: must be in the years 1900 to 2199",
            id="without end",
        ),
        pytest.param(f"[{{ {FREEZE}, pace = 1.5 }}]", "quiet[1].pace must be at most 1", id="fast"),
        pytest.param(f"[{{ {FREEZE}, pace = -1 }}]", "quiet[1].pace must be at least 0", id="back"),
        pytest.param(
            f'[{{ {FREEZE}, pace = "half" }}]', "quiet[1].pace must be a number", id="no number"
        ),
        pytest.param(f"[{{ {FREEZE}, paces = 1 }}]", "did you mean pace?", id="key"),
        pytest.param(
            f"{{ {FREEZE} }}", 'quiet must be a list of tables, as in [{ name = "', id="no list"
        ),
    ],
)
def test_a_quiet_period_that_makes_no_sense_is_refused(
    quiet: str, said: str, tmp_path: Path
) -> None:
    """The sentence names the entry and the way out."""
    path = write(tmp_path, f"{GOOD}[calendar]\nquiet = {quiet}\n")

    with pytest.raises(ConfigError) as error:
        load(path)

    assert said in str(error.value)


def test_quiet_periods_need_no_country(tmp_path: Path) -> None:
    """Both ends belong to one; unless a pace is named nobody works."""
    path = write(tmp_path, f"{GOOD}[calendar]\nquiet = [{{ {FREEZE} }}, {{ {ELECTION} }}]\n")

    settings = load(path)

    assert [(p.name, p.from_, p.to, p.pace) for p in settings.calendar.quiet] == [
        ("Freeze", date(2026, 12, 21), date(2027, 1, 3), 0.0),
        ("Pre-election period", date(2027, 3, 22), date(2027, 5, 6), 0.5),
    ]
    # Settings travel to other machines.
    assert type(settings).model_validate(settings.model_dump(by_alias=True)) == settings


def test_the_holidays_of_england_are_those_of_the_government() -> None:
    """As gov.uk/bank-holidays lists them for 2026; the day in lieu of Boxing Day is one."""
    days = set(public_holidays.in_year("GB", "ENG", 2026))

    listed = ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]
    assert {date.fromisoformat(f"2026-{day}") for day in listed} == {
        day for day in days if day.weekday() < 5
    }


def test_a_programme_without_a_calendar_never_loads_the_holidays() -> None:
    """Nor does the command line's help."""
    code = (
        "import sys, contextlib, io\n"
        "from pathlib import Path\n"
        "from programme.config_file import load\n"
        "import waymark\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    waymark.main(['--help'])\n"
        "load(Path('config.toml'))\n"
        "print('holidays' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip().splitlines()[-1] == "False"
