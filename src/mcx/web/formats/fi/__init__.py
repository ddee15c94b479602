"""Finnish where Django's formats have the month in a case that no date takes."""
