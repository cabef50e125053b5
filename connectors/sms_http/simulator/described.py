"""The simulated gateway as the connector is told of it: data, like any preset."""

from __future__ import annotations

from typing import Any, Final

DEMO_HOST: Final = "127.0.0.1"
DEMO_PORT: Final = 5041
DEMO_KEY: Final = "peyvand-demo"
DEMO_HOOK_SECRET: Final = "peyvand-demo-hook"  # noqa: S105 - public: the gateway listens on loopback only
STATES: Final = {
    "sent": "sent",
    "delivered": "delivered",
    "expired": "undelivered expired",
    "absent": "undelivered absent_subscriber",
    "no_such_number": "undelivered unknown_number",
    "blacklisted": "undelivered blacklisted",
    "memory_full": "undelivered handset_full",
}
CODES: Final = {
    "unauthorized": "sign_in",
    "no_credit": "no_credit",
    "busy": "retry",
    "bad_number": "unknown_number",
    "bad_request": "rejected",
}


FILES: Final = {"files": "body.files", "file_url": "url", "file_type": "type", "file_name": "name"}


def described(currency: str) -> dict[str, Any]:
    """The description of the gateway, which counts in this currency."""
    access = {"Authorization": "Bearer {api_key}"}
    refusal = {"code": "body.error", "error": "body.detail"}
    message = {"to": "{to}", "from": "{from}", "text": "{text}", "reference": "{id}"}
    told = {"id": "body.id", "time": "body.at"}
    return {
        "title": "Simulated gateway",
        "currency": currency,
        "send": {
            "request": {"url": "/v1/messages", "headers": access, "json": message},
            "answer": {"ok": "http == `201`", "id": "body.id", "parts": "body.parts", "price": "body.price", **refusal},
        },
        "balance": {
            "request": {"method": "GET", "url": "/v1/balance", "headers": access},
            "answer": {"ok": "http == `200`", "amount": "body.credit", **refusal},
        },
        "reports": {"hook": {"state": "body.state", "detail": "body.detail", "operator": "body.operator", **told}},
        "messages": {"hook": {"from": "body.from", "to": "body.to", "text": "body.text", **told} | FILES},
        "files": {"headers": access},
        "states": dict(STATES),
        "codes": dict(CODES),
    }


def options(port: int, currency: str, sender: str, key: str) -> dict[str, Any]:
    """The options of an account that reaches the gateway there, by its own key."""
    return {
        "connector": "sms_http",
        "preset": "custom",
        "address": f"http://{DEMO_HOST}:{port}",
        "gateway": described(currency),
        "api_key": key,
        "hook_secret": DEMO_HOOK_SECRET,
        "sender": sender,
    }
