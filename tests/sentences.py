"""What is asked of every sentence that a command ends with."""


def is_one_sentence(text: str) -> bool:
    """Say whether *text* is one line that ends as a sentence does, and no traceback."""
    return text.count("\n") == 1 and text.endswith((".\n", "?\n")) and "Traceback" not in text
