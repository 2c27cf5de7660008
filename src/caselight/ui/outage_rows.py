"""The availability of a period, client by client and service by service, in minutes and not only in percent."""

from datetime import timedelta

from caselight.core.availability import Lost, Spell, grouped, lost
from caselight.core.versions import VersionedHours
from caselight.core.wording import FEW, duration
from caselight.store import calendars
from caselight.ui import data, html
from caselight.ui.filters import Asked
from caselight.ui.outage_seen import Seen, link

NEARLY, HARDLY = 99.99, 0.01
NO_FAILURE = "no failures in window"
ROUGH = "~"


def show(seen: Seen, asked: Asked, service: str, *, only: str = "") -> None:
    """Draw the table: each client, worst first, then its services, worst first."""
    hours = data.read(calendars.of_clients, asked.scope)
    spells = seen.now
    html.draw(
        "availability",
        period=asked.period,
        only=only,
        rows=[
            row for client in by_loss(seen, spells, hours) for row in _of_client(client, seen, asked, service, hours)
        ],
    )


def by_loss(seen: Seen, spells: list[Spell], hours: dict[int, VersionedHours]) -> list[tuple[int, list[Spell], Lost]]:
    """Return every client in scope with what it lost, the least available first."""
    since, until = seen.window
    own = grouped(spells, lambda each: each.client)
    found = [
        (client, given, lost(given, since=since, until=until, hours=hours.get(client)))
        for client in seen.clients
        for given in [own.get(client, [])]
    ]
    return sorted(found, key=lambda one: (-one[2].unplanned_s, seen.clients[one[0]]))


def _of_client(
    one: tuple[int, list[Spell], Lost], seen: Seen, asked: Asked, service: str, hours: dict[int, VersionedHours]
) -> list[dict[str, object]]:
    client, spells, total = one
    since, until = seen.window
    name = seen.clients[client]
    parts = [
        (said, lost(given, since=since, until=until, hours=hours.get(client)))
        for said, given in grouped(spells, seen.name).items()
    ]
    worst = sorted(parts, key=lambda part: (-part[1].unplanned_s, str(part[0])))
    rows = [_row(name, total, link(asked, service, client=name), link(asked, service, client=name, list="planned"))]
    for said, part in worst:
        more = {"client": name}
        row = _row(str(said), part, link(asked, str(said), **more), link(asked, str(said), **more, list="planned"))
        rows.append(row | {"is_part": True})
    return rows


def _row(name: str, found: Lost, link: str, planned_link: str) -> dict[str, object]:
    agreed = found.agreed_s is not None
    return {
        "name": name,
        "is_part": False,
        "link": link,
        "n": f"{found.n:,}",
        "calendar": left(found.available, found.unplanned_s),
        "agreed": left(found.agreed, found.agreed_lost_s or 0.0) if agreed else "the same: around the clock",
        "out": span(found.out_s),
        "planned": span(found.planned_s),
        "planned_n": f"{found.planned_n:,}",
        "planned_link": planned_link,
        "vendor": "" if found.vendor_share is None else f"{100 * found.vendor_share:.0f}%",
        "mtbf": _mean(found.between_failures, found) or NO_FAILURE,
        "mttr": _mean(found.to_restore, found),
        "blocks": f"{found.blocks:,}",
    }


def _mean(span: timedelta | None, found: Lost) -> str:
    """Return a mean over blocks of downtime; of fewer than 20 it is marked as a rough one."""
    return "" if span is None else f"{ROUGH * (found.blocks < FEW)}{duration(span)}"


def left(share: float | None, lost_s: float) -> str:
    """Return an availability with what was lost: 99.62%, 2h 44m unplanned; all and nothing only where it is so."""
    if share is None:
        return "no agreed time"
    percent = 100 * share
    if lost_s > 0:
        percent = max(min(percent, NEARLY), HARDLY if share > 0 else 0.0)
    return f"{percent:.2f}%, {span(lost_s) or '0m'} unplanned"


def span(seconds: float) -> str:
    """Return seconds as a duration, nothing for none."""
    return duration(timedelta(seconds=seconds)) if seconds else ""
