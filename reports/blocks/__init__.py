"""The eight blocks of the sponsor's page, a module each: a function of one edition of the figures.

Each function ``block`` picks rows and puts sentences of ``programme.wording`` in order; it words
and computes nothing itself.
"""
