/** One visible change, as the hub emits it; `data` null means the entity is gone from the room. */
export interface LiveEvent {
  id: string;
  cursor: string;
  room: string;
  kind: string;
  key: string;
  version: number;
  data: unknown;
}

/** Entities by kind, as a join answers them. */
export type Snapshot = Record<string, Record<string, unknown>[]>;

interface Refused {
  ok: false;
  problem: { status: number; code: string; detail: string };
}

export type JoinAck = { ok: true; cursor: string; snapshot?: Snapshot; events?: LiveEvent[] } | Refused;
export type CatchUpAck = { ok: true; cursor: string; events: LiveEvent[]; more: boolean } | Refused;

/** How the tab stands with the hub. `idle`: nobody is signed in. */
export type Connection = 'idle' | 'connecting' | 'online' | 'lost';

export type RoomStatus = 'joining' | 'ready' | 'refused';
