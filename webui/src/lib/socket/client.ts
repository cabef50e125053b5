import { io, type Socket } from 'socket.io-client';

import { LiveStore } from './store';
import type { CatchUpAck, JoinAck, LiveEvent } from './types';

const ANSWER_MS = 10_000;
const REJOIN_MS = 3_000;
const WAKE_MS = 3_000;
const LINGER_MS = 1_500;

/** Refusals that the next attempt may not meet: too many messages at once, a store that is away. */
const passes = (status: number): boolean => status === 429 || status >= 500;

/** Called when the hub ends the connection because the session ended or was locked. */
type SignedOut = (reason: string) => void;

/** The tab's one connection: joins rooms, reads forward what it missed, joins again after every reconnect. */
export class LiveClient {
  readonly store = new LiveStore();
  onSignedOut: SignedOut = () => undefined;
  private socket: Socket | null = null;
  private wanted = new Map<string, number>();
  private reading = new Set<string>();
  private retry: number | undefined;

  connect(): void {
    if (this.socket) return;
    this.store.setConnection('connecting');
    const socket = io({
      transports: ['websocket'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      randomizationFactor: 0.5,
    });
    this.socket = socket;
    socket.on('connect', () => this.online());
    socket.on('connect_error', () => this.lost());
    socket.on('disconnect', () => this.lost());
    socket.on('event', (event: LiveEvent) => this.store.dispatch({ type: 'events', room: event.room, events: [event] }));
    socket.on('heads', (heads: Record<string, string>) => this.compare(heads));
    socket.on('signed_out', (message: { reason: string }) => this.onSignedOut(message.reason));
  }

  disconnect(): void {
    window.clearTimeout(this.retry);
    this.socket?.disconnect();
    this.socket = null;
    this.store.setConnection('idle');
    Object.keys(this.store.state).forEach((room) => this.store.forget(room));
  }

  /** Keeps a room joined until the returned function is called; several may hold one room. */
  hold(room: string): () => void {
    const holders = this.wanted.get(room) ?? 0;
    this.wanted.set(room, holders + 1);
    if (!this.store.state[room]) void this.join(room);
    return () => window.setTimeout(() => this.release(room), LINGER_MS);
  }

  /** After a pause of the tab: reads forward, or connects at once where the connection did not outlive it. */
  async wake(): Promise<void> {
    const { socket } = this;
    const cursor = this.store.state.me?.cursor;
    if (!socket) return;
    if (socket.connected && cursor != null && (await this.ask('catch_up', { room: 'me', cursor }, WAKE_MS)) !== null) {
      this.wanted.forEach((_, room) => void this.catchUp(room));
      return;
    }
    if (socket !== this.socket) return;
    socket.disconnect();
    socket.connect();
  }

  /** Tells the hub that somebody is at this computer. */
  reportActivity(): void {
    this.socket?.volatile.emit('ping_activity', {});
  }

  private release(room: string): void {
    const holders = (this.wanted.get(room) ?? 1) - 1;
    if (holders > 0) {
      this.wanted.set(room, holders);
      return;
    }
    this.wanted.delete(room);
    this.socket?.emit('leave', { room });
    this.store.forget(room);
  }

  private online(): void {
    this.store.setConnection('online');
    this.wanted.forEach((_, room) => void this.join(room));
  }

  private lost(): void {
    this.store.setConnection('lost');
    window.clearTimeout(this.retry);
    // socket.io gives up by itself when the hub refused or closed: ask again, at a calm pace.
    if (this.socket && !this.socket.active) this.retry = window.setTimeout(() => this.socket?.connect(), REJOIN_MS);
  }

  private async join(room: string, afresh = false): Promise<void> {
    if (!this.socket?.connected) return;
    this.store.dispatch({ type: 'joining', room, afresh });
    const cursor = this.store.state[room]?.cursor ?? undefined;
    const ack = await this.ask<JoinAck>('join', cursor === undefined ? { room } : { room, cursor });
    if (!this.wanted.has(room)) return;
    if (ack === null || (!ack.ok && passes(ack.problem.status))) window.setTimeout(() => void this.join(room), REJOIN_MS);
    else if (!ack.ok) this.store.setRoomStatus(room, 'refused');
    else this.joined(room, ack);
  }

  private joined(room: string, ack: Extract<JoinAck, { ok: true }>): void {
    if (ack.snapshot) this.store.dispatch({ type: 'snapshot', room, cursor: ack.cursor, snapshot: ack.snapshot });
    else this.store.dispatch({ type: 'events', room, events: ack.events ?? [], cursor: ack.cursor });
    this.store.setRoomStatus(room, 'ready');
  }

  private compare(heads: Record<string, string>): void {
    for (const [room, head] of Object.entries(heads)) {
      const known = this.store.state[room];
      if (known?.cursor != null && known.cursor !== head) void this.catchUp(room);
    }
  }

  private async catchUp(room: string): Promise<void> {
    if (this.reading.has(room)) return;
    this.reading.add(room);
    try {
      while (await this.readForward(room)) continue;
    } finally {
      this.reading.delete(room);
    }
  }

  /** Reads one page of what happened since the cursor; true when there is more. */
  private async readForward(room: string): Promise<boolean> {
    const known = this.store.state[room];
    if (!known) return false;
    const ack = await this.ask<CatchUpAck>('catch_up', { room, cursor: known.cursor });
    if (ack === null || !this.wanted.has(room)) return false;
    if (!ack.ok) {
      // 410: those events are gone. Anything else passes: the next heads ask again.
      if (ack.problem.status === 410) void this.join(room, true);
      return false;
    }
    this.store.dispatch({ type: 'events', room, events: ack.events, cursor: ack.cursor });
    return ack.more;
  }

  /** The hub's answer, or null when none came in time. */
  private async ask<T>(event: string, message: object, patience = ANSWER_MS): Promise<T | null> {
    try {
      return ((await this.socket?.timeout(patience).emitWithAck(event, message)) as T | undefined) ?? null;
    } catch {
      return null;
    }
  }
}

export const live = new LiveClient();
