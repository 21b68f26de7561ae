"""How far trials can be believed: the chance that a share of trials stands for.

Trials know the past of one project and are too sure of it. On the recorded histories the date by
which 885 of 1,000 trials were finished held 80 times in 100; so that is given as the 80% date.
How the levels were measured, and how often they hold on histories they were not measured on:
docs/forecast.md. The method is that of Kuleshov, Fenner and Ermon (2018), "Accurate uncertainties
for deep learning using calibrated regression".
"""

from typing import Final

import numpy as np

#: Chances, and the share of trials that has to be finished for each.
LEVELS: Final = {0.0: 0.0, 0.5: 0.48, 0.8: 0.885, 0.95: 0.995, 1.0: 1.0}


def share_for(chance: float) -> float:
    """Return the share of trials that must be finished for one of the chances of LEVELS."""
    return LEVELS[chance]


def chance_of(share: float) -> float:
    """Return the chance that a share of trials stands for, in a straight line between LEVELS."""
    return float(np.interp(share, list(LEVELS.values()), list(LEVELS)))
