"""The call machine: pure. Facts about legs go in, calls with talk segments, pops and results come out."""

from hub.calls.machine.apply import apply, reconcile
from hub.calls.machine.board import Board
from hub.calls.machine.state import Call, Leg, Pop, Segment

__all__ = ["Board", "Call", "Leg", "Pop", "Segment", "apply", "reconcile"]
