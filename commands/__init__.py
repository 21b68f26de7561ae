"""The commands of ``waymark.py``: each reads its options, has the work done and says what was done.

May use every room but views. No Streamlit; the clock is given by ``waymark.py``.
"""
