"""Peyvand: one hub for calls, messages and live chat, with one timeline per customer."""

__version__ = "0.1.0"
