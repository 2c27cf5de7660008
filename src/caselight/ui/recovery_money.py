"""What recoveries were given, by kind of action and by department, each currency by itself."""

from decimal import Decimal

from caselight.core import recovery_report as report
from caselight.core.recovery import Recovery
from caselight.core.recovery_parts import PARTS
from caselight.core.recovery_report import Money
from caselight.core.sheets import money
from caselight.core.sheets.base import HUNDREDTHS
from caselight.core.wording import percent
from caselight.ui import html
from caselight.ui.filters import Asked
from caselight.ui.recovery_seen import Seen, link

SPACE = "\N{NO-BREAK SPACE}"


def by_action(seen: Seen, asked: Asked) -> None:
    """Draw the kinds of action with what was given, and what a customer who was won back was given."""
    rows = [
        _row(
            PARTS[name].label,
            link(asked, name, seen.nature),
            seen.part(name),
            was=len(seen.part_before(name)),
            paid_link=link(asked, "paid_action", seen.nature, hit=PARTS[name].label.lower()),
            action=PARTS[name].label.lower(),
        )
        for name in PARTS
        if name.startswith("did_")
    ]
    acted, paid = len(seen.part("acted")), len(seen.part("paid"))
    won = seen.part("recovered")
    html.draw(
        "recovery_money",
        title="What it cost, by action",
        head="Action",
        rows=sorted((row for row in rows if row["n"]), key=_many, reverse=True),
        coverage=percent(paid, acted) if acted else "",
        paid=f"{paid:,}",
        paid_link=link(asked, "paid", seen.nature),
        totals=_sums(report.money(seen.rows)),
        was=_sums(report.money(seen.before)),
        won=_per(won),
        won_paid=len(seen.part("repaid")),
        won_link=link(asked, "repaid", seen.nature),
        won_n=len(won),
        period=asked.period,
    )


def by_department(seen: Seen, asked: Asked) -> None:
    """Draw the departments with what they gave."""
    before = report.departments(seen.before)
    rows = [
        _row(
            name,
            link(asked, "department", seen.nature, hit=name),
            found,
            was=len(before.get(name, ())),
            paid_link=link(asked, "paid_department", seen.nature, hit=name),
            department=name,
        )
        for name, found in report.departments(seen.rows).items()
    ]
    html.draw(
        "recovery_money",
        title="By department",
        head="Department",
        rows=sorted(rows, key=_many, reverse=True),
        coverage="",
    )


def _many(row: dict[str, object]) -> int:
    return int(str(row["n"]))


def _row(
    name: str, where: str, found: list[Recovery], *, paid_link: str, was: int, action: str = "", department: str = ""
) -> dict[str, object]:
    given = report.money(found, action=action, department=department)
    return {
        "name": name,
        "link": where,
        "n": len(found),
        "was": was,
        "paid": len(report.paid(found, action=action, department=department)),
        "paid_link": paid_link,
        "sums": _sums(given),
    }


def _sums(given: list[Money]) -> str:
    return ", ".join(f"{each.currency}{SPACE}{_said(each.total)}" for each in given)


def _per(won: list[Recovery]) -> str:
    return ", ".join(
        f"{each.currency}{SPACE}{_said(each.median)} at the median of {each.cases:,}" for each in report.money(won)
    )


def _said(hundredths: float) -> str:
    return money(Decimal(round(hundredths)) / HUNDREDTHS)
