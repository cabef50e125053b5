"""How each module is put into the hub. One file a module, imported when that is first switched on."""

from hub.wiring.kit import HubKit, provided

__all__ = ["HubKit", "provided"]
