import type { Call } from '@/api';

const ms = (iso: string) => Date.parse(iso);
const seconds = (from: number, to: number) => Math.max(0, Math.floor((to - from) / 1000));

/** Whether the call still goes on. */
export function isLive(call: Pick<Call, 'state' | 'ended_at'>): boolean {
  return call.state !== 'ended' && call.ended_at === null;
}

/** Seconds the caller waited: running until somebody answers. `now` is the server's time in ms. */
export function waited(call: Call, now: number): number {
  if (!isLive(call)) return Math.round(call.waiting_seconds);
  return seconds(ms(call.started_at), call.answered_at ? ms(call.answered_at) : now);
}

/** Seconds since somebody answered, holds included; 0 before. */
export function talked(call: Call, now: number): number {
  if (!isLive(call)) return Math.round(call.talking_seconds);
  return call.answered_at ? seconds(ms(call.answered_at), now) : 0;
}

/** The clock a person watches: talking time once answered, else waiting time. */
export function running(call: Call, now: number): number {
  return call.answered_at ? talked(call, now) : waited(call, now);
}

/** How a wait-and-talk bar is cut, in whole percent; null where there is nothing to draw. */
export function shares(waiting: number, talking: number): { wait: number; talk: number } | null {
  const all = waiting + talking;
  if (all <= 0) return null;
  const wait = Math.round((waiting / all) * 100);
  return { wait, talk: 100 - wait };
}
