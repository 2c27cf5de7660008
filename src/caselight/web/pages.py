"""The addresses that are screens: `/` and one for each file of `pages/`."""

from caselight.web.site import ROOT

URLS = ("/", *sorted(f"/{file.stem}" for file in (ROOT / "pages").glob("[a-z]*.py")))
