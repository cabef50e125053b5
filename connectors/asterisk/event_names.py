"""AMI events that say nothing the hub needs; every other name without a handler is reported as unknown."""

from __future__ import annotations

# Frequent ones first: these are dropped before they are parsed.
IGNORED = frozenset({
    "RTCPSent", "RTCPReceived", "VarSet", "Newexten", "TestEvent", "DeviceStateChange", "QueueMemberStatus",
    "DialState", "NewConnectedLine", "NewAccountCode", "ChannelUpdate", "CEL", "Cdr",
    "BridgeCreate", "BridgeDestroy", "BridgeMerge", "BridgeInfoChannel", "BridgeInfoComplete",
    "BridgeVideoSourceUpdate",
    "SoftHangupRequest", "HangupRequest", "HangupHandlerPush", "HangupHandlerPop", "HangupHandlerRun",
    "AgentCalled", "AgentConnect", "AgentComplete", "AgentDump", "AgentRingNoAnswer",
    "QueueMemberAdded", "QueueMemberRemoved", "QueueMemberPause", "QueueMemberPaused", "QueueMemberPenalty",
    "QueueMemberRinginuse", "QueueParams", "QueueMember", "QueueEntry", "QueueStatusComplete", "QueueEntryMoved",
    "MusicOnHoldStart", "MusicOnHoldStop", "DTMFBegin", "DTMFEnd", "Flash", "Wink", "ChannelTalkingStart",
    "ChannelTalkingStop", "LocalOptimizationBegin", "LocalOptimizationEnd", "OriginateResponse",
    "ParkedCallSwap",
    "ConfbridgeStart", "ConfbridgeEnd", "ConfbridgeJoin", "ConfbridgeLeave", "ConfbridgeTalking", "ConfbridgeMute",
    "ConfbridgeUnmute", "ConfbridgeRecord", "ConfbridgeStopRecord", "ConfbridgeList", "ConfbridgeListRooms",
    "ChanSpyStart", "ChanSpyStop", "MixMonitorStart", "MixMonitorStop", "MixMonitorMute", "MonitorStart", "MonitorStop",
    "ExtensionStatus", "PresenceStateChange", "PresenceStatus", "MiniVoiceMail",
    "PeerStatus", "ContactStatus", "ContactStatusDetail", "Registry", "ContactList", "EndpointList", "AorDetail",
    "FullyBooted", "Reload", "Load", "Unload", "LogChannel", "UserEvent", "DAHDIChannel", "Alarm", "AlarmClear",
    "SpanAlarm", "SpanAlarmClear", "DNDState", "MWIGet", "MWIGetComplete", "MCID", "AOC-D", "AOC-E", "AOC-S",
    "SendFAX", "ReceiveFAX", "FAXStatus", "FAXSession", "JitterBufStats", "AuthMethodNotAllowed", "ChallengeSent",
    "ChallengeResponseFailed", "FailedACL", "InvalidAccountID", "InvalidPassword", "InvalidTransport",
    "LoadAverageLimit", "MemoryLimit", "RequestBadFormat", "RequestNotAllowed", "RequestNotSupported",
    "SessionLimit", "SessionTimeout", "SuccessfulAuth", "UnexpectedAddress", "AGIExecStart", "AGIExecEnd",
    "AsyncAGIStart", "AsyncAGIExec", "AsyncAGIEnd", "Status", "StatusComplete", "CoreShowChannel",
    "CoreShowChannelsComplete", "DeadlockStart", "PeerEntry", "PeerlistComplete", "DeviceStateListComplete",
    "ExtensionStateListComplete",
})  # fmt: skip
