"""One page a file: each arranges one snapshot and computes nothing.

May use programme, snapshots, charts and Streamlit. ``html.py`` alone makes HTML, ``skeleton.py`` is
the frame around every page, ``server/`` is what stands between Streamlit and the network.
"""

import logging

# Pages are loaded before the server runs; Streamlit would say so once for each of their caches.
logging.getLogger("streamlit.runtime.caching.cache_data_api").addFilter(
    lambda record: "No runtime found" not in record.getMessage()
)
