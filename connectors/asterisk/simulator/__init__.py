"""The simulated phone: a stateful AMI server with people who call, answer, hold and hang up."""

from connectors.asterisk.simulator.calls import Behaviour
from connectors.asterisk.simulator.client import SimulatorError, StartedCall, simulate_call
from connectors.asterisk.simulator.dialplan import CallRefusedError
from connectors.asterisk.simulator.exchange import Habits, Installation
from connectors.asterisk.simulator.pbx import (
    DEMO_HOST,
    DEMO_PORT,
    DEMO_SECRET,
    DEMO_USER,
    SimulatedCall,
    SimulatedPbx,
)
from connectors.asterisk.simulator.switchboard import Switchboard, demo_switchboard
from connectors.asterisk.simulator.traffic import Caller, DemoTraffic, Rhythm

__all__ = [
    "DEMO_HOST",
    "DEMO_PORT",
    "DEMO_SECRET",
    "DEMO_USER",
    "Behaviour",
    "CallRefusedError",
    "Caller",
    "DemoTraffic",
    "Habits",
    "Installation",
    "Rhythm",
    "SimulatedCall",
    "SimulatedPbx",
    "SimulatorError",
    "StartedCall",
    "Switchboard",
    "demo_switchboard",
    "simulate_call",
]
