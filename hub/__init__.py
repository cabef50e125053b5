"""Peyvand: one hub for calls, messages and live chat, with one timeline per customer."""
