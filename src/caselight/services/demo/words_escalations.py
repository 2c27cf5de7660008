"""What people write in the demo when a case goes higher, and when it comes back."""

# Why, by the kind of escalation; others are said in the words of any case that goes up.
WHY_HIGHER: dict[str, tuple[str, ...]] = {
    "time": ("Not acknowledged in time at tier 1.", "Not resolved in time at tier 1."),
    "customer": ("Customer asks for somebody with authority.", "Customer wants to speak to a supervisor."),
    "priority": ("More customers than we thought; it is more than this desk should hold.",),
    "internal": ("Second pair of eyes, please.", "New here, want to be sure before I answer."),
    "technical": (
        "Restarted twice, the same again; needs the people behind it.",
        "Log shows a fault that we cannot mend.",
    ),
    "process": ("The third time this week by the same step.",),
    "experience": ("Waited a week and was told two different things.",),
    "exception": ("The rule would cost us the customer.",),
    "complaint": ("Written complaint, expects an answer in writing.", "Wants to know how this could happen."),
    "dispute": ("Says that the bill is wrong and will not pay.",),
    "urgent": ("Regulator named in the letter.", "Safety of customers in question."),
}
SAID_OF: dict[str, tuple[str, ...]] = {  # by field
    "process": ("Hand-over of call backs", "Refund over the limit", "Address change"),
    "request": ("refund", "compensation", "neither"),
    "policy": ("No refund after 30 days", "One credit a year"),
    "stage": ("raised",),
    "proposed_change": ("One list for both shifts.", "The form asks for it.", "A second signature above the limit."),
    "prevention": ("On call list checked each Monday.", "Alarm on the line; the duty manager rehearsed it."),
    "decision": ("Granted: the fault was ours.", "Half of it, as goodwill.", "Declined, with the reason in writing."),
    "approver": ("Duty manager",),
    "finding": (
        "Two desks thought that the other would call.",
        "The note was there, nobody read it.",
        "Fault of the supplier.",
    ),
    "confirmation": ("confirmed",),
}
REFUSED = (
    "Can be done at your desk: step 4 of the guide.",
    "Order number missing, please ask first.",
    "Not ours; belongs to the supplier's portal.",
)
CAME_OF_IT = (
    "Found with the customer on the line.",
    "Explained, accepted.",
    "Mended by us; the desk below knows how next time.",
    "Answered in writing.",
)
