"""The wall."""

from caselight.ui import nav, wall

wall.show(nav.require("wall"))
