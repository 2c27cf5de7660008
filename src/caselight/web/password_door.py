"""Choosing a password: by an admin's one-time link, or by who is signed in and knows the old one."""

from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from caselight.core import password as rules
from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import accounts, password_links, sessions, throttle
from caselight.store.tables import User
from caselight.web import cookie, form, html, passwords
from caselight.web.auth import AT_ONCE
from caselight.web.site import Browser, Site, browser

WRONG = "The present password is not right, or it was tried too often. Try again in a minute."


def routes(site: Site) -> list[Route]:
    """Return the routes of the page on which a password is chosen."""
    door = _Door(site, CapacityLimiter(AT_ONCE))
    return [Route("/auth/password", door.show), Route("/auth/password", door.choose, methods=["POST"])]


@dataclass(frozen=True, slots=True)
class _Door:
    site: Site
    limiter: CapacityLimiter

    async def show(self, request: Request) -> Response:
        """Show the form: for the link's person, or for who is signed in; anybody else is sent to sign in."""
        token = request.query_params.get("token", "")
        found = await self._whose(browser(request), token)
        return found if isinstance(found, Response) else _page(token, found)

    async def choose(self, request: Request) -> Response:
        """Set the password, sign out every browser of that person, and let this one in."""
        given = await form.fields(request)
        token, asking = given.get("token", ""), browser(request)
        found = await self._whose(asking, token)
        if isinstance(found, Response):
            return found
        try:
            session = await to_thread.run_sync(self._chosen, asking, found, given, limiter=self.limiter)
        except Refusal as refusal:
            return _page(token, found, refusal)
        return cookie.entered(self.site, request, "/", session, sessions.LONGEST)

    async def _whose(self, asking: Browser, token: str) -> str | Response:
        """Return whose password it is, by user name, or where to send who asks for nobody's."""
        try:
            login = await run_in_threadpool(self._login, asking, token)
        except Refusal as refusal:
            return html.page("notice", status=410, title="This link is over", text=refusal.sentence)
        return login or RedirectResponse("/auth/sign-in", 303)

    def _login(self, asking: Browser, token: str) -> str:
        if token:
            return password_links.login_of(self.site.store, token, now=self.site.now())
        who = self.site.people.get(asking.token, self.site.now())
        if who is None or who.user_id is None:
            return ""
        with self.site.store.reading(EVERYTHING) as session:
            return session.get_one(User, who.user_id).login

    def _chosen(self, asking: Browser, login: str, given: dict[str, str]) -> str:
        """Replace the password and return the token of a new session."""
        site, now, chosen = self.site, self.site.now(), given.get("password", "")
        rules.check(chosen, login=login)
        if chosen != given.get("again", ""):
            sentence = "The two new passwords differ. Type the same one twice."
            raise Refusal(sentence, fields={"again": sentence})
        if given.get("token"):
            user_id = password_links.use(site.store, given["token"], passwords.hashed(chosen), now=now)
        else:
            user_id = self._changed(asking, login, given.get("present", ""), chosen)
        return site.let_in(user_id, asking)

    def _changed(self, asking: Browser, login: str, present: str, chosen: str) -> int:
        """Change one's own password: the present one is asked for, and guessing it is as slow as at the door."""
        site, now = self.site, self.site.now()
        who = site.people.get(asking.token, now)
        may = throttle.attempt(site.store, login=login, address=asking.address, now=now)
        with site.store.reading(EVERYTHING) as session:
            user = accounts.named(session, login)
        is_right = passwords.matches(present, user.password_hash if user else None)
        if who is None or user is None or not (may and is_right):
            raise Refusal(WRONG, fields={"present": WRONG})
        throttle.succeeded(site.store, login=login, address=asking.address)
        accounts.set_password(site.store, user.id or 0, passwords.hashed(chosen), actor=who, now=now)
        return user.id or 0


def _page(token: str, login: str, refusal: Refusal | None = None) -> Response:
    wrong = next(iter(refusal.fields), "") if refusal else ""
    said = refusal.sentence if refusal else ""
    return html.page("password", status=422 if refusal else 200, token=token[:200], login=login, wrong=wrong, said=said)
