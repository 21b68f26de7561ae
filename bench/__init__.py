"""Measurements, run by hand: how long a reader waits. Never tests, since machines differ."""
