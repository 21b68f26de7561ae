"""A second, slow and obvious making of the tables, written from their definitions alone.

Plain loops over plain objects: no frames, no store, no sources. It reads a recorded folder from
disk and shares nothing with Waymark but the settings, so that an error has to be made twice to
stay unseen. Diet: ``programme.settings`` and its sections, the standard library, the dates of the
``holidays`` package, and numpy where 10,000 trials go the same way (``trials``, ``schedule``).
"""
