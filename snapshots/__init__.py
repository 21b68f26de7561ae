"""One answer: every measure of one programme at one moment, and its tables on disk.

May use programme, store and metrics. No network, no clock, no Streamlit, no Plotly.
"""
