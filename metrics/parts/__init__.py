"""What measures share: the record of a measure, replay of events, percentile, simulation."""
