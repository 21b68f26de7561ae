"""What people wrote into descriptions: lines ``Name: value``, days and addresses."""

from datetime import date, datetime

NAMES = (
    *("Outcome", "Done when", "Demo", "Who benefits", "What happened", "What we learned"),
    *("What we changed", "Needed by"),
)
FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")


def lines(description: str) -> dict[str, str]:
    """Return the value of each name; of several lines the first one with a value."""
    found: dict[str, str] = {}
    for line in description.splitlines():
        name, colon, value = line.replace("*", "").strip("- ").partition(":")
        for known in NAMES:
            if colon and value.strip() and name.strip().lower() == known.lower():
                found.setdefault(known, value.strip())
    return found


def day(text: str) -> date | None:
    """Return the one day that a text names, as a date or in words."""
    words = [word.strip(".,;()") for word in text.split()]
    found = set()
    for size in (1, 3):
        for place in range(len(words) - size + 1):
            for form in FORMS:
                try:
                    found.add(datetime.strptime(" ".join(words[place : place + size]), form).date())
                except ValueError:
                    continue
    return found.pop() if len(found) == 1 else None


def address(text: str) -> str:
    """Return the first https address."""
    for word in text.split():
        if word.startswith("https://"):
            return word.rstrip(".,;")
    return ""


def without_addresses(text: str) -> str:
    """Return a text without its addresses."""
    return " ".join(word for word in text.split() if not word.startswith("https://"))
