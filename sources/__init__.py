"""One file a forge, each with ``check(source, …)`` and ``pull(source, *, cursor, …)``.

May use programme, requests, PyGithub and python-gitlab: the only room that knows a network or a
forge's client. No client object and no person's name leaves it. Time is for
waiting, never in data.
"""
