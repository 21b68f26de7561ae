"""Pulls the sources of a programme into the store.

May use programme, sources and store. Reads no clock: now is given, and time is only for waiting.
"""
