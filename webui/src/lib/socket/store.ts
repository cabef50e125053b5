import { type Kinds, type LiveAction, type LiveState, reduce } from './reducer';
import type { Connection, RoomStatus } from './types';

type Held = Kinds[string];

interface Listed {
  inputs: (Held | undefined)[];
  value: unknown[];
}

/** What the tab knows of all joined rooms, for React to subscribe to. */
export class LiveStore {
  state: LiveState = {};
  connection: Connection = 'idle';
  private rooms = new Map<string, RoomStatus>();
  private listed = new Map<string, Listed>();
  private listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  dispatch(action: LiveAction): void {
    const next = reduce(this.state, action);
    if (next === this.state) return;
    this.state = next;
    this.changed();
  }

  setConnection(connection: Connection): void {
    if (connection === this.connection) return;
    this.connection = connection;
    this.changed();
  }

  roomStatus(room: string): RoomStatus {
    return this.rooms.get(room) ?? 'joining';
  }

  setRoomStatus(room: string, status: RoomStatus): void {
    if (this.rooms.get(room) === status) return;
    this.rooms.set(room, status);
    this.changed();
  }

  /** Drops all that is known of a room. */
  forget(room: string): void {
    this.rooms.delete(room);
    this.dispatch({ type: 'left', room });
  }

  /** The living entities of a kind, in one room or merged over all; the same array until one of them changes. */
  list(kind: string, room?: string): unknown[] {
    const inputs = (room === undefined ? Object.values(this.state) : [this.state[room]]).map((known) => known?.kinds[kind]);
    const cacheKey = `${room ?? '*'}/${kind}`;
    const before = this.listed.get(cacheKey);
    if (before?.inputs.length === inputs.length && before.inputs.every((input, index) => input === inputs[index])) return before.value;
    const value = merge(inputs);
    this.listed.set(cacheKey, { inputs, value });
    return value;
  }

  private changed(): void {
    this.listeners.forEach((listener) => listener());
  }
}

/** An entity may be in two rooms (an own call is in `me` and `calls`): the highest living version counts. */
function merge(inputs: (Held | undefined)[]): unknown[] {
  const newest: Held = {};
  for (const held of inputs) {
    for (const [key, known] of Object.entries(held ?? {})) {
      if (known.data !== null && known.version >= (newest[key]?.version ?? -1)) newest[key] = known;
    }
  }
  return Object.values(newest).map((known) => known.data);
}
