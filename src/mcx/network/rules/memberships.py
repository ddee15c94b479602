"""On which day a membership can end."""

from datetime import date, timedelta

from microcred.report import _

# How far ahead a last day can be recorded: beyond it the year is probably wrong.
FARTHEST = timedelta(days=5 * 366)


def faults_of_last_day(last_day: date, first_day: date, today: date) -> dict[str, str]:
    """What is wrong with a membership's last day, by field; empty when it can be.

    It is never over: what was issued since relies on the membership. Neither the framework nor a term of the
    Charter sets a period of notice.
    """
    if last_day < today:
        return {
            "last_day": _(
                "Choose today or a later date. Credentials issued since then rely on the membership."
            )
        }
    if last_day < first_day:
        return {"last_day": _("The last day must not be before the first day.")}
    if last_day - today > FARTHEST:
        return {"last_day": _("This date is more than five years ahead. Check the year.")}
    return {}
