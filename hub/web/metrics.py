"""Prometheus metrics of HTTP requests; the route is a label, never the address."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

from hub.metrics import REGISTRY

REQUESTS = Counter(
    "hub_http_requests_total", "HTTP requests answered.", ["method", "route", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "hub_http_request_seconds",
    "Time from the request's head to the end of the answer, in seconds.",
    ["method", "route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
    registry=REGISTRY,
)
ACTIVE = Gauge("hub_http_requests_active", "HTTP requests being answered, websockets included.", registry=REGISTRY)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
