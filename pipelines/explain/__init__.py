"""From a location quotient back to its four sums, their raw cells and the checksummed answers that hold them.
Measuring does not belong here: what is recomputed here is held against what the mart says."""
