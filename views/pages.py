"""The pages in the order of the navigation, without that of help."""

from typing import Final

from views import (
    data_quality,
    how_sure,
    increments,
    one_increment,
    records,
    risk,
    runs,
    slippage,
    sponsor,
    throughput,
    weeks,
    what_if,
)

#: The first is where a reader comes in.
PAGES: Final = (
    *(sponsor, increments, one_increment, what_if, throughput, risk, slippage, how_sure),
    *(records, weeks, data_quality, runs),
)
