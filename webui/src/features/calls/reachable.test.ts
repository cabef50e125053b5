import { describe, expect, it } from 'vitest';

import type { Presence } from '@/api';

import { reachable } from './reachable';

const at = (user_id: string, name: string, state: Presence['state'], extension: string | null): Presence => ({
  user_id, name, initials: '', role: 'agent', state, reason: null, note: null, source: 'hub', until: null, phone: null, told: null, owed: [], since: '2026-11-24T10:00:00Z', extension, version: 1,
});
const team = [at('1', 'Nora', 'on_call', '101'), at('2', 'Sam', 'on_call', '102'), at('3', 'Maya', 'available', '103'), at('4', 'Adam', 'available', null)];

describe('who can take the call', () => {
  it('leaves out oneself and those without a phone, free ones first', () => {
    expect(reachable(team, '1', '').map(({ name }) => name)).toEqual(['Maya', 'Sam']);
  });

  it('finds by part of a name or by extension, in Persian digits too', () => {
    expect(reachable(team, '1', 'sa').map(({ name }) => name)).toEqual(['Sam']);
    expect(reachable(team, '1', '۱۰۳').map(({ name }) => name)).toEqual(['Maya']);
  });
});
