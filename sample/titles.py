"""Titles that read like a council's work, none of them twice."""

from dataclasses import dataclass, field

from sample.dice import Dice

_JOBS = (
    "Build the page for {}",
    "Write the words for {}",
    "Check {} with a screen reader",
    "Try {} with five residents",
    "Say in plain words what went wrong in {}",
    "Save {} and come back later",
    "Send an e-mail after {}",
    "Show {} to advisers in the contact centre",
    "Make {} work on a small phone",
    "Count how many people finish {}",
    "Write automated tests for {}",
    "Back button loses what was typed in {}",
    "Add help text to {}",
    "Try {} with 50 people at once",
    "Translate {} into Welsh (Cymraeg)",
    "Write the privacy notice for {}",
    "Agree what data we keep from {}",
    "Send {} to the back-office system",
    "Review {} with the service team",
    "Mend the time-out after ten minutes in {}",
    "Move {} to the design system",
    "Show staff how to handle {}",
    "Ask fewer questions in {}",
    "Print a summary of {}",
)
_WISHES = (
    "Dark mode for the whole site",
    "Let people choose text messages instead of e-mail",
    "Show waiting times on the first page",
    "Offer a call back",
    "Add a map of libraries with public computers",
    "Easy read version of every page",
    "Chat with an adviser",
    "Remember my address on this device",
    "British Sign Language videos",
    "Show which pages are read most",
    "One search for all services",
    "Sign in with a passkey",
    "Larger buttons on tablets in the town hall",
    "Say how long each form takes",
    "Tell me when my councillor changes",
    "Keep a history of everything I have asked for",
    "Share a form with a helper",
    "Read questions aloud",
    "Copy answers from last year's form",
    "Show opening hours on bank holidays",
    "Use what3words for rural places",
    "Warn before a form is closed for maintenance",
)


@dataclass
class Titles:
    """Hands out titles by chance, each once."""

    dice: Dice
    _used: set[str] = field(default_factory=set)

    def of(self, things: tuple[str, ...]) -> str:
        """Return an unused title about one of *things*."""
        return self._unused([job.format(thing) for job in _JOBS for thing in things])

    def wish(self) -> str:
        """Return an unused title of something that nobody has planned."""
        return self._unused(list(_WISHES))

    def _unused(self, titles: list[str]) -> str:
        title = self.dice.pick([title for title in titles if title not in self._used])
        self._used.add(title)
        return title
