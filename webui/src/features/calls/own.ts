import type { Call, Pop } from '@/api';

import { isLive } from './durations';

type Card = Pick<Pop, 'call_id' | 'state' | 'ended_at'>;

const started = (call: Call) => Date.parse(call.started_at);

/**
 * Whether this agent is on the call now. Their card says so for incoming calls: whoever passed a call on stays among its agents.
 * Calls without a card (placed, internal) belong to whoever came last.
 */
export function isOn(call: Call, cards: readonly Card[], me: string): boolean {
  if (!isLive(call) || !call.agents.some(({ id }) => id === me)) return false;
  const own = cards.filter(({ call_id }) => call_id === call.id);
  if (own.length > 0) return own.some(({ state, ended_at }) => state === 'answered' && ended_at === null);
  if (call.direction === 'internal') return true;
  const passedOn = call.answered_at !== null && (call.state === 'ringing' || call.state === 'waiting');
  return !passedOn && call.agents.at(-1)?.id === me;
}

/** Whether the call is this agent's business: they are on it, or it rings for them. */
export function concerns(call: Call, cards: readonly Card[], me: string): boolean {
  return isOn(call, cards, me) || cards.some((card) => card.call_id === call.id && card.state === 'ringing' && card.ended_at === null);
}

/** The agent's own call for the bar: the one being talked on, else the one held, else the one being dialled. */
export function currentCall(calls: readonly Call[], cards: readonly Card[], me: string): Call | null {
  const rank = (call: Call) => (call.state === 'answered' ? 0 : call.state === 'held' ? 1 : 2);
  const mine = calls.filter((call) => isOn(call, cards, me));
  return mine.sort((a, b) => rank(a) - rank(b) || started(b) - started(a))[0] ?? null;
}
