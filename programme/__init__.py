"""The language every room shares: settings, rows, frames, weeks, labels and errors.

May use pandas and pydantic. Knows no network, no database, no clock and no page.
"""
