"""What people write on the sheets of the demo: to customers, about remedies, and after they looked back."""

HEARD = (
    "Asked what went wrong, and whether it can happen again.",
    "Very angry; calmed down when we said that it was our fault.",
    "Told us what they lost by it, and what would settle it.",
    "Wants it in writing.",
)
TOLD = (
    "Apologised, said what went wrong, and what we do about it today.",
    "Called back as promised; asked what would settle it.",
    "Explained the delay without an excuse and offered to put it right.",
    "Said that it is on its way, and when it arrives.",
)
OFFERED: dict[str, str] = {
    "refund": "A refund of {amount} {currency}.",
    "replacement": "A replacement by the end of the week.",
    "credit": "A credit of {amount} {currency} on the next bill.",
    "apology": "An apology by the head of the desk, and a name to call.",
    "call back": "A call back by somebody who can decide.",
    "other action": "A gift card and a month without fees.",
}
DID: dict[str, str] = {
    "refund": "Paid back the way they paid.",
    "replacement": "Sent by express, the old one collected.",
    "credit": "On the next bill.",
    "apology": "By the head of the desk, on the phone.",
    "call back": "Called and went through it step by step.",
    "other action": "Gift card sent by post.",
}
SETTLED: dict[str, str] = {
    "refund": "The money is back on their account.",
    "replacement": "The replacement works; the old one went back.",
    "credit": "The credit stands on the bill.",
    "apology": "They accepted the apology and stay with us.",
    "call back": "All questions answered in one call.",
    "other action": "They took it as the gesture it was.",
}
PLEASED = (
    "Quick, and nobody passed me on.",
    "I had not expected a call. Thank you.",
    "Somebody at last said sorry and meant it.",
    "All well again, and I was told each step.",
)
SO_SO = ("Fine in the end.", "It works again, but it took three calls.", "Friendly, but slow.")
CROSS = (
    "I had to explain it all four times.",
    "Nobody called when they said they would.",
    "Too late: I had bought it elsewhere.",
)
SUGGESTIONS = (
    "Send a message when it takes longer.",
    "One person for the whole thing.",
    "Put the known faults on the website.",
    "Call back at the hour that was agreed.",
)
PREVENTION: dict[str, str] = {
    "vendor": "The supplier tells us before {service} changes; a second one stands by.",
    "process lapse": "The form for {service} asks for the step before it saves.",
    "technical outage": "{service} has an alarm on what failed, and a way back that was tried.",
    "agent error": "The right page for {service} is the first that the desktop offers.",
    "communication breakdown": "One sheet for all sites on {service}, ticked off at each change of shift.",
    "missed escalation": "The clock calls tier 2 for {service}, not a person.",
    "other": "Checked each month whether {service} survives the like.",
}
WENT_WELL = (
    "Customers were told before they called.",
    "The hand-off had all that tier 2 needed.",
    "Found within minutes.",
)
TO_IMPROVE = (
    "Two teams looked at the same thing for half an hour.",
    "The first update came late.",
    "Nobody had the supplier's night number.",
)
NEXT_STEPS = (
    "Call the customer back with what tier 2 found.",
    "Check after the next run whether it holds.",
    "Get the log from the site and compare.",
    "Ask the supplier for a time.",
    "Test the way around with two customers.",
    "Write to the customer when the part is there.",
    "Compare with the case of last week.",
    "Take it up in the shift meeting at the latest.",
)
