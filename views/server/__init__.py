"""What stands between Streamlit and the network: headers, compression, downloads, safe settings."""
