"""The companies of the demo: invented, each with its own hours, contract, customers and troubles."""

from dataclasses import dataclass, field

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BUSINESS_WEEK = (0.239, 0.199, 0.196, 0.165, 0.154, 0.026, 0.023)
SHOP_WEEK = (0.256, 0.160, 0.155, 0.150, 0.150, 0.115, 0.014)  # Mondays × 1.6
WHOLE_WEEK = (0.16, 0.15, 0.15, 0.15, 0.14, 0.13, 0.12)

TYPES = ("technical", "customer_service", "delivery", "process_deviation", "communication", "compliance")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClient:
    """One client of the scenario."""

    name: str
    industry: str
    zone: str
    open_days: tuple[str, ...] = DAYS
    opens: tuple[str, str] | None = ("00:00", "24:00")  # none: nobody told us its hours
    country: str = ""
    closes_on_holidays: bool = False
    share: float = 0  # of all cases
    week: tuple[float, ...] = WHOLE_WEEK
    peak_season: float = 1.0  # November and December
    types: tuple[float, ...] = (31, 26, 9, 14, 11, 9)
    priorities: tuple[float, float, float, float] = (5, 20, 55, 20)
    percent: float = 90  # of promises to be met
    section: str = ""  # of the contract, that promises its times; empty where it names none
    targeted: tuple[int, ...] = (1, 2, 3, 4)  # priorities with a target
    pace: float = 1.0  # how long work takes, against the scenario's medians
    team: str = ""
    services: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    symptoms: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)  # by type, beside the common ones


NORVANE = DemoClient(
    name="Norvane Telecom",
    industry="telecom",
    zone="Europe/London",
    country="GB",
    share=0.34,
    types=(36, 27, 4, 13, 12, 8),
    priorities=(4, 16, 55, 25),
    percent=86,
    section="Schedule 2, 4",
    pace=0.85,
    team="Krakow Frontline",
    services=("Fibre broadband", "Mobile voice", "Mobile data", "Home phone", "Set-top box", "Billing portal"),
    places=("Ashford ring", "Millbrook exchange", "north sector", "Leigh cabinet 14", "Corran Bay", "Dunmore"),
    symptoms={
        "technical": (
            "{service} drops every few minutes in {place}",
            "No dial tone in {place}",
            "{service} slow since last night, {place}",
            "Activation stuck at step {n} for new lines in {place}",
            "Top-ups charged but not credited",
            "Number porting hangs after confirmation",
            "{service} sign-in loops back to the start page",
        ),
        "delivery": (
            "Router sent to old address",
            "Engineer did not come to {place}",
            "SIM swap kit arrived without SIM",
        ),
    },
)
ELLERY = DemoClient(
    name="Ellery Care",
    industry="healthcare",
    zone="America/New_York",
    opens=("07:00", "22:00"),
    country="US",
    share=0.18,
    types=(27, 29, 7, 15, 11, 11),
    priorities=(5, 20, 55, 20),
    percent=92,
    section="Annex C, 3",
    pace=0.5,
    team="Bogota Frontline",
    services=("Appointment line", "Patient portal", "Prescription refills", "Claims desk", "Nurse call back"),
    places=("Harlow clinic", "Westbrook", "the evening desk", "Pinehurst campus", "Lane Street"),
    symptoms={
        "technical": (
            "{service} shows an empty calendar for {place}",
            "{service} times out after sign-in",
            "Refill requests queue but are not sent",
            "Call recording missing on line {n}",
            "Reminder texts sent twice",
        ),
        "compliance": (
            "Visit summary sent to the wrong recipient",
            "Identity not checked before reading out results",
            "Consent form missing for a claim",
        ),
        "delivery": ("Refill posted to former address", "Test kit arrived opened"),
    },
)
PARCELO = DemoClient(
    name="Parcelo Shop",
    industry="e-commerce",
    zone="Europe/Berlin",
    open_days=DAYS[:6],
    opens=("08:00", "20:00"),
    country="DE",
    closes_on_holidays=True,
    share=0.30,
    week=SHOP_WEEK,
    peak_season=1.6,
    types=(20, 20, 40, 8, 7, 5),
    priorities=(2, 12, 56, 30),
    percent=97,
    section="SLA 5",
    pace=0.9,
    team="Krakow Frontline",
    services=("Checkout", "Order tracking", "Returns", "Marketplace", "Home delivery", "Gift cards"),
    places=("Hall 3", "depot Lindau", "the night route", "Marten hub", "zone 7"),
    symptoms={
        "technical": (
            "{service} returns error {n} on payment",
            "Voucher refused at {service}",
            "{service} shows yesterday's state",
            "Cart empties on sign-in",
            "Label printer queue stuck in {place}",
        ),
        "delivery": (
            "Parcel late from {place}, promised yesterday",
            "Parcel marked delivered, customer has nothing",
            "Wrong size sent twice",
            "Glass broken on arrival, box undamaged",
            "Two of {n} items missing in the box",
            "Courier left parcel in the rain",
            "Return not collected from customer",
        ),
    },
)
QUILLSTONE = DemoClient(
    name="Quillstone Bank",
    industry="finance",
    zone="Asia/Singapore",
    open_days=DAYS[:5],
    opens=("08:00", "18:00"),
    country="SG",
    closes_on_holidays=True,
    share=0.14,
    week=BUSINESS_WEEK,
    types=(28, 27, 4, 15, 10, 16),
    priorities=(5, 22, 53, 20),
    percent=95,
    section="Schedule 4, 2",
    pace=0.38,
    team="Manila Frontline",
    services=("Card services", "Mobile banking", "Transfers", "Mortgage desk", "Savings accounts"),
    places=("the card desk", "branch 12", "the dispute desk", "Keel Road", "batch 4"),
    symptoms={
        "technical": (
            "{service} rejects one-time codes",
            "Transfers above {n},000 time out",
            "Card declined although the account is in credit",
            "Statements missing for {place}",
            "{service} shows a pending balance twice",
        ),
        "compliance": (
            "Fee charged against the terms, clause 4.{n}",
            "Dispute not acknowledged in writing in time",
            "Name check skipped on an account change",
        ),
        "delivery": ("Replacement card not delivered", "New PIN letter arrived torn"),
    },
)
TARRIN = DemoClient(
    name="Tarrin Utilities",
    industry="utilities",
    zone="America/Chicago",
    opens=("06:00", "20:00"),
    country="US",
    share=0.04,
    types=(38, 24, 4, 12, 13, 9),
    priorities=(8, 20, 50, 22),
    percent=92,
    section="Annex A, 7",
    pace=0.4,
    team="Bogota Frontline",
    services=("Power supply", "Water supply", "Metering", "Outage line", "Payment plans"),
    places=("Birch County", "feeder 22", "the river district", "Oakfield", "substation 5"),
    symptoms={
        "technical": (
            "Flickering supply in {place}",
            "Meter readings missing for {place}",
            "Outage line gives the wrong area",
            "Low water pressure in {place}",
        ),
        "delivery": ("Smart meter fitted at the wrong house", "Final bill posted to the old address"),
    },
)
MARROW = DemoClient(
    name="Marrow Lane Studios",
    industry="media",
    zone="Europe/London",
    opens=None,
    percent=90,
    targeted=(1, 2, 3),
    team="Krakow Frontline",
    services=("Ticket office", "Streaming"),
    places=("Studio 2", "the box office"),
)
FENNICK = DemoClient(
    name="Fennick Travel",
    industry="travel",
    zone="Europe/Berlin",
    open_days=DAYS[:5],
    opens=("09:00", "17:00"),
    country="DE",
    closes_on_holidays=True,
    team="Krakow Frontline",
    services=("Bookings",),
    places=("the hotline",),
)

CLIENTS = (NORVANE, ELLERY, PARCELO, QUILLSTONE, TARRIN, MARROW, FENNICK)
