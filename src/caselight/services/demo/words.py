"""What people write in the demo: troubles, notes, answers and reasons."""

# What goes wrong anywhere, by record type; {service}, {place} and {n} are filled in.
SYMPTOMS: dict[str, tuple[str, ...]] = {
    "technical": (
        "{service} not reachable from {place}",
        "{service} answers with error {n}",
        "Agents thrown out of the desktop, {place}",
        "Softphone without sound on line {n}",
    ),
    "customer_service": (
        "Customer waited {n} min for {service}, then cut off",
        "Wrong opening hours given for {service}",
        "Promised call back did not happen",
        "Complaint about {service} open for {n} days",
        "Customer told two different things about {service}",
        "Escalation request ignored on chat",
        "Customer passed on {n} times without an answer",
    ),
    "process_deviation": (
        "Refund approved without second signature",
        "{service}: step {n} of the checklist left out",
        "Case notes filed under the wrong account",
        "Password reset without identity check",
        "Old script used for {service}",
        "Callback list of {place} not worked in the evening",
    ),
    "delivery": ("Letter not delivered", "Documents sent to the wrong customer"),
    "communication": (
        "Shift of {place} not told about the {service} change",
        "Hand-over note missing, {n} call backs lost",
        "Client not told that {service} was back",
        "Two desks answered the same customer",
        "Price change for {service} announced late to agents",
    ),
    "compliance": (
        "First response missed in {place}, clause 4.{n}",
        "Monthly report for {service} sent late",
        "Recording announcement not played",
        "Personal data read out before the check",
    ),
}

# Root causes, most frequent first: the phrase, its kind, and the types it explains.
CAUSES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("courier ran late", "vendor", ("delivery",)),
    ("checklist step skipped under load", "process lapse", ("process_deviation", "customer_service", "compliance")),
    ("failed release rolled back", "technical outage", ("technical",)),
    ("wrong information read from an old page", "agent error", ("customer_service", "process_deviation")),
    ("shift hand-over without a note", "communication breakdown", ("communication", "customer_service")),
    ("supplier interface down", "vendor", ("technical", "delivery")),
    ("picked from the wrong shelf", "process lapse", ("delivery",)),
    ("overloaded database", "technical outage", ("technical",)),
    ("call back not scheduled", "agent error", ("customer_service", "compliance")),
    ("announcement reached one site only", "communication breakdown", ("communication", "process_deviation")),
    ("escalated too late", "missed escalation", ("customer_service", "compliance", "technical")),
    ("expired certificate", "technical outage", ("technical",)),
    ("address not updated", "process lapse", ("delivery", "compliance")),
    ("parcel damaged in sorting", "vendor", ("delivery",)),
    ("identity check left out", "agent error", ("compliance", "process_deviation")),
    ("network switch failed", "technical outage", ("technical",)),
    ("two teams assumed the other would answer", "communication breakdown", ("communication",)),
    ("nobody called the second tier", "missed escalation", ("customer_service", "communication")),
    ("report job did not run", "process lapse", ("compliance", "communication")),
    ("carrier lost the item", "vendor", ("delivery",)),
    ("configuration changed without a test", "process lapse", ("technical",)),
    ("form misunderstood by a new colleague", "agent error", ("process_deviation",)),
    ("power cut at the site", "other", ("technical", "communication")),
    ("customer gave wrong data", "other", ("delivery", "customer_service")),
)

LOGGED = (
    "Customer called, asked for a call back.",
    "Several customers say the same.",
    "Seen on the monitor before anybody called.",
    "Reported by the client's own desk.",
    "",
)
NOTES = (
    "Checked again, no change.",
    "Second desk informed.",
    "Asked the client for the contract number.",
    "Tried the known way around; works for some.",
    "Waiting list printed, ten still to call.",
    "Reproduced here, sent the steps on.",
    "Customer wrote again, calm.",
)
ANSWERS = (
    "Told the customer that we have it and when to expect news.",
    "Called back, explained what happens next.",
    "Wrote an answer with the time of the next update.",
    "Customer informed, will wait until tomorrow.",
)
WAITING = ("the customer", "the supplier", "the client's approval", "a spare part", "a call back window")
WAITING_WEIGHTS = (55, 20, 12, 8, 5)
WENT_ON = ("Customer answered.", "Supplier answered.", "Approval is there.", "")
ESCALATED = (
    "Needs access that we do not have.",
    "Third try failed.",
    "Customer asks for somebody with authority.",
    "Looks like a fault behind our tools.",
)
HANDED_OFF = ("Customer speaks Spanish.", "Their account manager sits there.", "Our shift ends.", "Belongs to you.", "")
BACK = ("Not ours after all, with our notes.", "Done here, please finish.")
FIXED = (
    "Fixed and confirmed with the customer.",
    "Works again, checked twice.",
    "Corrected, the customer agreed.",
    "Replacement on its way, customer informed.",
    "Restarted and watched for half an hour.",
)
REOPENED = ("Customer called again: it is back.", "Not fixed after all.", "Same again since this morning.")
CANCELLED = ("Logged by mistake.", "Test call, not a case.", "Customer withdrew it.")
MERGED = ("Same trouble, same customer.", "Logged twice.")
