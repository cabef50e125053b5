import type { Presence, PresenceState } from '@/api';

/** Those who are at work with customers first; within a state, who has been in it longest. */
export const STATES: PresenceState[] = ['on_call', 'ringing', 'wrap_up', 'available', 'away', 'offline'];

export interface Group {
  state: PresenceState;
  people: Presence[];
}

/** Whoever takes calls by their role, and others while they are here. */
export function grouped(everybody: Presence[]): Group[] {
  const shown = everybody.filter(({ role, state }) => role === 'agent' || (role !== 'marketer' && state !== 'offline'));
  return STATES.map((state) => ({
    state,
    people: shown.filter((person) => person.state === state).sort((a, b) => a.since.localeCompare(b.since) || a.name.localeCompare(b.name)),
  })).filter(({ people }) => people.length > 0);
}
