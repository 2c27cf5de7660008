"""The demo scenario in numbers: who works, what was promised, how long things take, how often what happens."""

from datetime import timedelta

from caselight.core.matrix_defaults import UPDATE_EVERY
from caselight.core.promises import Promise

SEED = 20250101
DAYS = 180
CASES_PER_DAY = 47
DISPERSION = 3.0  # variance to mean of the cases of an hour

# Arrivals by hour of the client's day: peaks at 09-10 and 14-15, a dip for lunch.
DAY_SHAPE = (1, 1, 1, 1, 1, 2, 4, 7, 14, 20, 18, 14, 9, 14, 19, 17, 14, 11, 8, 6, 5, 4, 2, 1)
OUT_OF_HOURS = 0.12  # what still comes in, by email and portal, while the client is closed
ON_A_HOLIDAY, AFTER_A_HOLIDAY = 0.35, 1.3

TEAMS: tuple[tuple[str, int, int], ...] = (  # name, tier, people
    ("Manila Frontline", 1, 10),
    ("Krakow Frontline", 1, 10),
    ("Bogota Frontline", 1, 10),
    ("Technical Desk", 2, 7),
    ("Care Desk", 2, 6),
    ("Specialists", 3, 5),
)
SECOND_TIER = {"technical": "Technical Desk", "delivery": "Technical Desk"}  # other types: the Care Desk
AGENTS = (
    "A. Rahman", "B. Salonga", "C. Villareal", "D. Magsino", "E. Ocampo", "F. Tolentino", "G. Abrenica",
    "H. Lacsamana", "I. Dizon", "J. Quiambao", "K. Wrona", "L. Zielny", "M. Barska", "N. Olszyk", "O. Gajda",
    "P. Sroka", "R. Tomczyk", "S. Wilga", "T. Kostka", "U. Jarosz", "A. Quintero", "B. Arbolay", "C. Zuluaga",
    "D. Ospina", "E. Cifuentes", "F. Guarín", "G. Tovar", "H. Bernate", "I. Pulido", "J. Rincón", "K. Sandhu",
    "L. Okoye", "M. Ferreira", "N. Aydin", "O. Lindqvist", "P. Mbeki", "R. Castellan", "S. Ibarra", "T. Nakata",
    "U. Petrov", "V. Haddad", "W. Mensah", "A. Brandt", "B. Korhonen", "C. Delacroix", "D. Iyer", "E. Novotna",
    "F. Achterberg",
)  # fmt: skip

PRIORITIES = (1, 2, 3, 4)
ROUND_THE_CLOCK = (1, 2)  # priorities whose clocks never stop at night
RESOLUTION = {1: 4 * 60, 2: 8 * 60, 3: 24 * 60, 4: 48 * 60}  # minutes
FIRST_RESPONSE = {1: 15, 2: 60, 3: 240, 4: 480}  # minutes
PROMISED: dict[Promise, dict[int, int]] = {
    Promise.FIRST_RESPONSE: FIRST_RESPONSE,
    Promise.UPDATE: UPDATE_EVERY,
    Promise.RESOLUTION: RESOLUTION,
}
CLAUSE = {Promise.FIRST_RESPONSE: 1, Promise.UPDATE: 2, Promise.RESOLUTION: 3}  # of the section that promises times
HELD = (Promise.RESOLUTION, Promise.UPDATE)  # while a case waits: of the customer nobody owes the customer news
ACKNOWLEDGE = {  # minutes by priority, for tiers 1, 2 and 3
    1: (5, 10, 15),
    2: (15, 30, 60),
    3: (60, 120, 240),
    4: (240, 480, 480),
}

# How long things take, in open time.
MEDIAN = {1: timedelta(hours=0.7), 2: timedelta(hours=1.4), 3: timedelta(hours=5), 4: timedelta(hours=10)}
SIGMA = 1.0
LONGER_AT_TIER = {1: 1.0, 2: 2.5, 3: 4.0}
ACKNOWLEDGE_SHARE, ACKNOWLEDGE_SIGMA = 1 / 2.5, 0.9  # of the target
RESPONSE_SHARE, RESPONSE_SIGMA = 1 / 3, 0.8

# How often what happens, as a share of cases or a mean count.
HIGHEST_TIER = (62, 30, 8)
STRAIGHT_TO_THREE = 0.25  # of those that reach tier 3
SIDEWAYS = 0.15
PING_PONG = 0.08
WAITS = 0.30
REOPENED = 0.04
CANCELLED = 0.015
TWINS = 0.015
REPEATS = 0.17  # of a problem the client had before
WAITING_HOURS = 44.0  # by the wall clock, at the median, beside a share of the life
UNKNOWN_CAUSE = 0.12
NOTES = 0.6
UPDATES = 0.25  # beside those that are promised
UPDATED_LATE = 0.06  # of the updates promised
OWNED_AT_ONCE = 0.75
CLOSED_BY_HAND = 0.3
ZIPF = 1.1

CHANNELS = ("voice", "email", "chat", "social", "portal")
CHANNEL_WEIGHTS = (46, 24, 20, 6, 4)
IMPACT_AND_URGENCY = {
    1: (("high", "high"),),
    2: (("high", "medium"), ("medium", "high")),
    3: (("medium", "medium"), ("high", "low"), ("low", "high")),
    4: (("low", "low"), ("medium", "low"), ("low", "medium")),
}
BY_HAND = 0.04  # priorities set against the proposal

# What the dashboard must make visible.
BURSTS: tuple[tuple[str, int, int, str, str, str], ...] = (  # client, days before now, cases, service, cause, title
    ("Norvane Telecom", 9, 60, "Fibre broadband", "technical outage", "No fibre signal in Millbrook exchange"),
    ("Parcelo Shop", 33, 54, "Checkout", "vendor", "Checkout refuses every card payment"),
    ("Tarrin Utilities", 68, 46, "Power supply", "technical outage", "Power out after the storm in Birch County"),
)
BURST_LASTS = timedelta(hours=2)
DRIFT_WEEKS, DRIFT_PER_WEEK = 6, 1.08  # Parcelo's courier gets slower and slower
DRIFTING = ("Parcelo Shop", "delivery")
COURIER = "Brisk Wheel Couriers"
POLICY_AGE = timedelta(days=60)  # since then tier 2 acknowledges in half the time
