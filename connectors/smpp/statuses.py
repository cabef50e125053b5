"""What the provider's command_status says, in the hub's words. Pure."""

from __future__ import annotations

from typing import Final

from hub.ports import ConnectorError, Refused, RetryLater

OK: Final = 0x00
INVALID_LENGTH: Final = 0x02
INVALID_COMMAND: Final = 0x03
WRONG_STATE: Final = 0x04
ALREADY_BOUND: Final = 0x05
SYSTEM_ERROR: Final = 0x08
QUEUE_FULL: Final = 0x14
THROTTLED: Final = 0x58
TEMPORARY: Final = 0x64  # of whoever receives: to be delivered again later

SIGN_IN: Final = frozenset({0x0D, 0x0E, 0x0F})  # bind failed, wrong password, wrong system_id
BUSY: Final = frozenset({THROTTLED, QUEUE_FULL})
_LATER: Final = frozenset({WRONG_STATE, SYSTEM_ERROR, TEMPORARY})

NAMES: Final = {
    0x01: "ESME_RINVMSGLEN", 0x02: "ESME_RINVCMDLEN", 0x03: "ESME_RINVCMDID", 0x04: "ESME_RINVBNDSTS",
    0x05: "ESME_RALYBND", 0x06: "ESME_RINVPRTFLG", 0x07: "ESME_RINVREGDLVFLG", 0x08: "ESME_RSYSERR",
    0x0A: "ESME_RINVSRCADR", 0x0B: "ESME_RINVDSTADR", 0x0C: "ESME_RINVMSGID", 0x0D: "ESME_RBINDFAIL",
    0x0E: "ESME_RINVPASWD", 0x0F: "ESME_RINVSYSID", 0x14: "ESME_RMSGQFUL", 0x15: "ESME_RINVSERTYP",
    0x43: "ESME_RINVESMCLASS", 0x45: "ESME_RSUBMITFAIL", 0x48: "ESME_RINVSRCTON", 0x49: "ESME_RINVSRCNPI",
    0x50: "ESME_RINVDSTTON", 0x51: "ESME_RINVDSTNPI", 0x53: "ESME_RINVSYSTYP", 0x58: "ESME_RTHROTTLED",
    0x61: "ESME_RINVSCHED", 0x62: "ESME_RINVEXPIRY", 0x64: "ESME_RX_T_APPN", 0x65: "ESME_RX_P_APPN",
    0x66: "ESME_RX_R_APPN", 0xC3: "ESME_RINVTLVVAL", 0xFE: "ESME_RDELIVERYFAILURE", 0xFF: "ESME_RUNKNOWNERR",
}  # fmt: skip
_CAUSES: Final = {
    0x01: "content_rejected", 0x0A: "sender_rejected", 0x48: "sender_rejected", 0x49: "sender_rejected",
    0x0B: "unknown_number", 0x50: "unknown_number", 0x51: "unknown_number",
    0x62: "expired", 0xFE: "unknown_error", 0xFF: "unknown_error",
}  # fmt: skip


def name(status: int) -> str:
    """As the specification calls it, or its number for one of the provider's own."""
    return NAMES.get(status, f"{status:#010x}")


def error_of(status: int, pause: float) -> ConnectorError:
    """What an answer other than OK to submit_sm means: the message was surely not taken."""
    told = f"The provider answers {name(status)}."
    if status in BUSY:
        return RetryLater(told, pause, cause="not_now")
    if status in _LATER:
        return RetryLater(told, cause="not_now")
    return Refused(told, cause=_CAUSES.get(status, "rejected"))
