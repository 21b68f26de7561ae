"""Sentences from rows: one function says a thing on the page, in alt text and in the pack.

May use programme and pandas. Pure: no clock, no markup; callers escape what they print.
Rules: dates as 22 November 2026, times as 7am, one is a word, chances in steps of 5%, days with
"later" or "earlier", at most 25 words a sentence, no exclamation marks, no person.
"""
