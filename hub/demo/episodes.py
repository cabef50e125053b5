"""What happens between the company and its customers, step by step."""

from __future__ import annotations

from typing import Final, NamedTuple


class Step(NamedTuple):
    """One touch: ``after`` is the days since the step before, from and to; ``key`` names its texts."""

    channel: str
    direction: str
    key: str
    after: tuple[float, float] = (0.05, 1.5)
    share: float = 1.0  # how often it happens at all
    answered: bool = True  # False: a call that nobody took
    needs: str = ""  # the key of an earlier step without which it makes no sense


SOON: Final = (0.01, 0.1)
LATER: Final = (1.0, 5.0)

EPISODES: Final[tuple[tuple[int, tuple[Step, ...]], ...]] = (  # weight and steps
    (5, (
        Step("email", "in", "ask_quote"), Step("call", "out", "call_quote", share=0.5),
        Step("email", "out", "send_quote"), Step("email", "in", "quote_fix", share=0.45),
        Step("note", "none", "note_general", SOON, share=0.3),
        Step("email", "out", "quote_fixed", SOON, needs="quote_fix"),
        Step("sms", "out", "quote_nudge", LATER, share=0.5), Step("call", "in", "call_quote", share=0.5),
        Step("event", "none", "event_paid", LATER, share=0.7),
    )),
    (6, (
        Step("event", "none", "event_shipped"), Step("sms", "out", "slot"), Step("sms", "in", "where", share=0.4),
        Step("call", "in", "call_where", share=0.6), Step("note", "none", "note_delivery", SOON, share=0.4),
        Step("event", "none", "event_delivered"), Step("sms", "in", "thanks", SOON, share=0.35),
    )),
    (4, (
        Step("call", "in", "call_fault"), Step("note", "none", "note_fault", SOON, share=0.6),
        Step("sms", "out", "technician", share=0.8), Step("event", "none", "event_visit", LATER),
        Step("email", "out", "report", share=0.7), Step("sms", "in", "thanks", share=0.3),
    )),
    (3, (
        Step("chat", "in", "chat_product"), Step("email", "out", "datasheet", share=0.6),
        Step("call", "out", "call_quote", LATER, share=0.4),
    )),
    (2, (Step("chat", "in", "chat_fault"), Step("sms", "out", "technician", share=0.5),
         Step("event", "none", "event_visit", LATER, share=0.6))),
    (2, (Step("chat", "in", "chat_delivery"), Step("sms", "out", "slot", share=0.7))),
    (3, (
        Step("email", "out", "invoice_reminder"), Step("sms", "out", "invoice_sms", LATER, share=0.5),
        Step("call", "out", "call_invoice", LATER, share=0.6), Step("sms", "in", "will_pay", share=0.5),
        Step("event", "none", "event_invoice", LATER, share=0.7),
        Step("sms", "out", "paid", SOON, share=0.5, needs="event_invoice"),
    )),
    (2, (
        Step("sms", "in", "yes_service"), Step("call", "out", "call_book", share=0.7), Step("sms", "out", "booked"),
        Step("event", "none", "event_service", (3.0, 9.0)), Step("email", "out", "report", share=0.4),
    )),
    (2, (
        Step("email", "in", "contract_ask"), Step("note", "none", "note_contract", share=0.7),
        Step("email", "out", "contract_send"), Step("call", "out", "call_general", LATER, share=0.4),
        Step("event", "none", "event_contract", LATER, share=0.7),
    )),
    (2, (
        Step("email", "in", "complaint"), Step("call", "out", "call_where", SOON),
        Step("email", "out", "apology", SOON),
        Step("sms", "in", "thanks", LATER, share=0.4),
    )),
    (4, (Step("call", "in", "call_back", answered=False), Step("call", "out", "call_back", SOON, share=0.75))),
    (3, (Step("call", "in", "call_general"), Step("note", "none", "note_general", SOON, share=0.3))),
)  # fmt: skip
STATES: Final = {
    ("email", "in"): "received", ("email", "out"): "sent", ("sms", "in"): "received", ("sms", "out"): "delivered",
    ("chat", "in"): "closed", ("note", "none"): "done", ("event", "none"): "received", ("campaign", "out"): "delivered",
}  # fmt: skip
