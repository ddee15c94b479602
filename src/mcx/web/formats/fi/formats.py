"""Dates in Finnish: the month stands in the partitive behind its day."""

MONTH_DAY_FORMAT = "j. E"
