"""What the words and numbers of a review mean, printed with it."""

DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("Period", "Whole days of the client's own zone. The period before it is as long, and ends where it begins."),
    ("Data time", "The instant at which the figures were read. What was recorded later is not in them."),
    ("Failure", "A case of a service failure type opened in the period; cancelled and merged ones are left out."),
    (
        "Usual",
        (
            "The median of the same weekday in the eight weeks before the day, holidays counted as any day; the band "
            "is three times what such days waver. Hidden with less than four weeks of history."
        ),
    ),
    (
        "Promise met",
        (
            "The clock stopped at or before it was due. Counted when it was decided: what was met when it stopped, "
            "what was missed when it fell due, open or not. Cases without a verdict are excluded and counted apart."
        ),
    ),
    ("As agreed", "As the contract counts time, with its hours and pauses; without pauses: had nothing held a clock."),
    ("Resolved", "The last resolution; cases still open are counted at their age (Kaplan and Meier)."),
    (
        "Chance",
        (
            "Two shares differ when their 95 % intervals (Wilson) lie apart; two counts when they differ by more "
            "than 95 % of such pairs do, given how much this client's days waver."
        ),
    ),
    (
        "Comes again",
        "Within 30 days of an earlier case of the same service and root cause, or record type while unknown.",
    ),
    ("Effect of an action", "That rate in the 90 days before the action took effect, against the time since."),
    (
        "Won back",
        (
            "Of the customers who answered: they confirmed the resolution, and their mark after is 4 or 5, or above "
            "the one before. Silence is no success."
        ),
    ),
    (
        "Availability",
        (
            "The share of time in which no unplanned interruption of any severity but none lasted, each moment counted "
            "once. Work announced beforehand counts nowhere."
        ),
    ),
)
