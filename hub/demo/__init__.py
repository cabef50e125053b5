"""Demo data, and a demo hub with a simulated phone."""

from hub.demo.callers import callers
from hub.demo.load import load_demo
from hub.demo.run import run_demo

__all__ = ["callers", "load_demo", "run_demo"]
