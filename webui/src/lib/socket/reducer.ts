import type { LiveEvent, Snapshot } from './types';

/** What is known of one entity. `data` null is a tombstone: it keeps late, older events from bringing the entity back. */
interface Held {
  version: number;
  data: unknown;
  /** The join during which the last event came. */
  join: number;
}

export type Kinds = Record<string, Record<string, Held>>;

/** One joined room; `cursor` is how far the log has been read without a gap, null before the first answer. */
export interface RoomState {
  cursor: string | null;
  join: number;
  kinds: Kinds;
}

export type LiveState = Record<string, RoomState>;

export type LiveAction =
  | { type: 'joining'; room: string; afresh?: boolean }
  | { type: 'snapshot'; room: string; cursor: string; snapshot: Snapshot }
  | { type: 'events'; room: string; events: LiveEvent[]; cursor?: string }
  | { type: 'left'; room: string };

const EMPTY: RoomState = { cursor: null, join: 0, kinds: {} };

/** The key an entity has in events: its own id, or the person's for presence. */
export function keyOf(entity: Record<string, unknown>): string {
  const key = entity.id ?? entity.user_id ?? '';
  return typeof key === 'string' ? key : '';
}

function applyEvent(kinds: Kinds, event: LiveEvent, join: number): Kinds {
  const known = kinds[event.kind]?.[event.key];
  if (known && known.version >= event.version) return kinds;
  const held: Held = { version: event.version, data: event.data, join };
  return { ...kinds, [event.kind]: { ...kinds[event.kind], [event.key]: held } };
}

function mergeEntity(known: Held | undefined, entity: Record<string, unknown>, join: number): Held {
  const version = typeof entity.version === 'number' ? entity.version : null;
  if (!known) return { version: version ?? 0, data: entity, join: 0 };
  const newer = version === null ? known.join < join : version >= known.version;
  return newer ? { version: version ?? known.version, data: entity, join: known.join } : known;
}

/** Whatever the snapshot lacks is gone, unless an event brought it after the join was sent. */
function bury(held: Record<string, Held>, present: Set<string>, join: number): Record<string, Held> {
  const buried = Object.entries(held).map(([key, known]): [string, Held] =>
    present.has(key) || known.join >= join ? [key, known] : [key, { ...known, data: null }],
  );
  return Object.fromEntries(buried);
}

function applySnapshot(state: RoomState, snapshot: Snapshot): Kinds {
  const kinds: Kinds = {};
  for (const kind of new Set([...Object.keys(state.kinds), ...Object.keys(snapshot)])) {
    const entities = snapshot[kind] ?? [];
    const held = bury(state.kinds[kind] ?? {}, new Set(entities.map(keyOf)), state.join);
    for (const entity of entities) held[keyOf(entity)] = mergeEntity(held[keyOf(entity)], entity, state.join);
    kinds[kind] = held;
  }
  return kinds;
}

function without(state: LiveState, room: string): LiveState {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== room));
}

/**
 * Folds answers and events into what the tab knows. Order and duplicates never matter: an event counts only when its version
 * is higher than the known one. Only an answer moves the cursor, because an emitted event may have overtaken a lost one.
 */
export function reduce(state: LiveState, action: LiveAction): LiveState {
  const room = state[action.room] ?? EMPTY;
  switch (action.type) {
    case 'joining':
      return { ...state, [action.room]: { ...room, join: room.join + 1, cursor: action.afresh ? null : room.cursor } };
    case 'snapshot':
      return { ...state, [action.room]: { ...room, cursor: action.cursor, kinds: applySnapshot(room, action.snapshot) } };
    case 'events': {
      const kinds = action.events.reduce((known, event) => applyEvent(known, event, room.join), room.kinds);
      const cursor = action.cursor ?? room.cursor;
      return kinds === room.kinds && cursor === room.cursor ? state : { ...state, [action.room]: { ...room, cursor, kinds } };
    }
    case 'left':
      return without(state, action.room);
  }
}
