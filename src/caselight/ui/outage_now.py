"""What is down now: the open cases whose unplanned interruption lasts, and the customers they hit."""

from datetime import UTC, datetime, tzinfo

from caselight.core.availability import Spell
from caselight.core.wording import duration, moment, reference
from caselight.store.interruptions import DownNow
from caselight.ui import html
from caselight.ui.filters import Asked
from caselight.ui.outage_seen import ALL, Seen, down_now

MOST = 5


def show(asked: Asked, seen: Seen, service: str, now: datetime) -> None:
    """Draw what lasts, the longest first; one line where nothing does."""
    lasting = of(asked, seen, service)
    html.draw(
        "outages_now",
        rows=[row(each, seen, now, asked.zone) for each in lasting[:MOST]],
        said=told(lasting),
        more=len(lasting[MOST:]),
        link=asked.link("cases", list="down_now") if service == ALL else "",
    )


def of(asked: Asked, seen: Seen, service: str) -> list[DownNow]:
    """Return what lasts now, of all services or of one."""
    cases = {each.case for each in seen.spells}
    return [each for each in down_now(asked) if service == ALL or each.case in cases]


def told(lasting: list[DownNow]) -> str:
    """Return how many last and how many customers they hit, as far as known."""
    known = [each.customers for each in lasting if each.customers is not None]
    unknown = len(lasting) - len(known)
    parts = [f"{sum(known):,} customers affected"] if known else []
    parts += [f"customers unknown in {unknown} of {len(lasting)}"] if unknown else []
    return ", ".join(parts)


def row(each: DownNow, seen: Seen, now: datetime, zone: tzinfo) -> dict[str, str]:
    """Return one of them in words."""
    spells = [spell for spell in seen.spells if spell.case == each.case and spell.end > now.timestamp()]
    return {
        "case": reference(each.case),
        "client": seen.clients.get(each.client_id, ""),
        "services": ", ".join(dict.fromkeys(seen.name(spell) for spell in spells)),
        "effect": effect(spells),
        "since": moment(each.since, zone, now=now),
        "lasted": duration(now - each.since),
        "customers": "unknown" if each.customers is None else f"{each.customers:,}",
    }


def effect(spells: list[Spell]) -> str:
    """Return whether it is out or degraded, and by whose fault."""
    badly = "out" if any(spell.is_out for spell in spells) else "degraded"
    vendors = dict.fromkeys(spell.vendor for spell in spells if spell.vendor)
    return ", ".join([badly, *vendors])


def instant(seconds: float) -> datetime:
    """Return an instant of seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
