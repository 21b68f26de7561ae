"""The deck for a board, of slides whose charts and tables can be edited.

``deck`` begins; ``contents`` says what each slide holds, ``layouts`` and ``page`` put it there, the
rest draws it. Nothing outside this room knows python-pptx.
"""
