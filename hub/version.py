"""The hub's version, as the package says it."""

from importlib.metadata import version

VERSION = version("peyvand")
