"""Forges to test against: real HTTP servers on loopback that replay recorded histories."""
