"""One measure a file, pure: frames in, frame out, as_of given.

May use programme, pandas and numpy. No clock, no network, no file, no Streamlit, no Plotly. What
measures share lives in ``metrics/parts``.
"""
