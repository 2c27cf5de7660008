"""E-mail, through the mail server of the installation."""

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from caselight.services.channels.kind import Kind, Message, Unsent
from caselight.services.channels.within import CONNECT_S, TOTAL_S
from caselight.settings import Settings

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
LONGEST = 254
NO_SERVER = "No mail server is set. Set CASELIGHT_SMTP, such as smtp://user:password@mail.example.com:587."
SUBMISSION, TLS = 587, 465


def check(address: str, settings: Settings) -> str:
    """Return what is wrong with an address."""
    if not is_address(address):
        return "Write one e-mail address, such as desk@example.com."
    return "" if settings.smtp else NO_SERVER


def is_address(address: str) -> bool:
    """Say whether a text is one e-mail address and nothing else."""
    return len(address) <= LONGEST and ADDRESS.fullmatch(address) is not None


def send(address: str, message: Message, settings: Settings) -> None:
    """Hand the message to the mail server; its Message-ID is the same at every try."""
    if wrong := check(address, settings):
        raise Unsent(wrong)
    try:
        _hand_over(_letter(address, message, settings), settings)
    except smtplib.SMTPAuthenticationError as error:
        raise Unsent("The mail server does not take our user and password.") from error
    except smtplib.SMTPRecipientsRefused as error:
        code, *_ = next(iter(error.recipients.values()))
        raise Unsent(f"The mail server refuses this address ({code}).") from error
    except smtplib.SMTPResponseException as error:
        raise Unsent(f"The mail server refused it ({error.smtp_code}).") from error
    except (smtplib.SMTPException, OSError) as error:
        is_slow = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
        what = "did not answer in time" if is_slow else f"could not be used ({type(error).__name__})"
        raise Unsent(f"The mail server {what}.") from error


def _hand_over(letter: EmailMessage, settings: Settings) -> None:
    server = _connected(settings)
    try:
        server.send_message(letter)
        with suppress(smtplib.SMTPException, OSError):  # it is sent, whatever comes of the goodbye
            server.quit()
    finally:
        server.close()


def _connected(settings: Settings) -> smtplib.SMTP:
    """Return a session with the mail server, encrypted wherever it offers it, and always before a password."""
    url, ours = urlsplit(settings.smtp.get_secret_value()), _our_domain(settings)
    host, trusted = url.hostname or "", ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or TLS, ours, timeout=CONNECT_S, context=trusted)
    else:
        server = smtplib.SMTP(host, url.port or SUBMISSION, ours, timeout=CONNECT_S)
    try:
        _greet(server, url, trusted)
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, url: SplitResult, trusted: ssl.SSLContext) -> None:
    if server.sock:
        server.sock.settimeout(TOTAL_S)
    is_safe = url.scheme == "smtps"
    server.ehlo_or_helo_if_needed()
    if not is_safe and server.has_extn("starttls"):
        server.starttls(context=trusted)
        is_safe = True
    if url.username and not is_safe:
        raise Unsent("The mail server offers no encryption, so our password was not sent.")
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))


def _letter(address: str, message: Message, settings: Settings) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = message.subject
    letter["From"], letter["To"] = settings.mail_from, address
    letter["Date"] = format_datetime(message.at)
    letter["Message-ID"] = f"<{message.key}@{_our_domain(settings)}>"
    letter["Auto-Submitted"] = "auto-generated"  # so that no absence note answers it
    letter.set_content(message.text)
    for file in message.files:
        kind, _, subtype = file.media_type.partition("/")
        letter.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    return letter


def _our_domain(settings: Settings) -> str:
    return parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"


KIND = Kind("e-mail", "E-mail address", "desk@example.com", check, str, send)
