"""Every kind of channel: a new one is one file and one name here."""

from caselight.services.channels import chat, mail, webhook
from caselight.services.channels.kind import Kind

KINDS: dict[str, Kind] = {kind.name: kind for kind in (mail.KIND, webhook.KIND, chat.KIND)}
