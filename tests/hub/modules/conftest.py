"""The hubs of the tests of live updates, for these tests too."""

from tests.hub.realtime.conftest import live, make_hub

__all__ = ["live", "make_hub"]
