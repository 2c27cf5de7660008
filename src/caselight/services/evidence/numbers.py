"""How the pack writes spans and shares: exactly, and by one rule."""

from datetime import timedelta

from caselight.core.micros import MICROSECOND

TENTHS = 1000


def seconds(span: timedelta) -> str:
    """Return a span in seconds, to the microsecond where it has any."""
    whole, micros = divmod(span // MICROSECOND, 1_000_000)
    return f"{whole}.{micros:06}".rstrip("0") if micros else str(whole)


def share(met: int, n: int) -> str:
    """Return a percentage to a tenth, as the screens say it: 100 and 0 mean all and none; empty where n is 0."""
    if not n:
        return ""
    tenths = round(TENTHS * met / n)
    if 0 < met < n:
        tenths = min(max(tenths, 1), TENTHS - 1)
    return f"{tenths / 10:.1f}"
