"""A chart described once, drawn by whoever draws it.

``chart.py`` holds the description; one file a chart turns a table into it; ``plotly.py`` alone
knows Plotly. May use programme, pandas and plotly; computes nothing but what drawing needs.
"""
