"""One page a file: each arranges one snapshot and computes nothing.

May use programme, snapshots, charts and Streamlit. ``html.py`` alone makes HTML, ``skeleton.py`` is
the frame around every page, ``server/`` is what stands between Streamlit and the network.
"""
