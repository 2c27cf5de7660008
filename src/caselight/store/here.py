"""The one database of this process, with its one data version: what screens and routes share."""

from functools import cache

from caselight.settings import Settings
from caselight.store.engine import Store
from caselight.store.version import DataVersion


@cache
def settings() -> Settings:
    """Return this installation's settings, read from the environment once."""
    return Settings()


@cache
def store() -> Store:
    """Return the database; it is opened by its first use."""
    return Store(settings().database)


@cache
def version() -> DataVersion:
    """Return the data version of it."""
    return DataVersion(store())


def forget() -> None:
    """Close the database and read the settings again at the next use: for tests."""
    if store.cache_info().currsize:
        store().dispose()
    for kept in (settings, store, version):
        kept.cache_clear()
