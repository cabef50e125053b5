"""Gateways of ours that remember: what they were sent, what became of it, and what came in. One dialect a provider."""
