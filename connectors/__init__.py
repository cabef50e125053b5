"""Connectors: one folder a provider; they import ``hub.ports`` and nothing else of the hub."""
