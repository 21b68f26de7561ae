"""The weekly report: what is said of an edition, and every form in which it leaves the product.

May use programme, snapshots and charts. No store, no measure, no clock, no Streamlit, no Plotly;
only ``reports/deliver`` speaks to a network.
"""
