"""A simulated SMS gateway on loopback: it takes messages, delivers them, and lets people write. Nothing leaves it."""

from connectors.sms_http.simulator.client import GatewayError, simulate_sms
from connectors.sms_http.simulator.gateway import SimulatedGateway

__all__ = ["GatewayError", "SimulatedGateway", "simulate_sms"]
