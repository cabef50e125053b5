import { describe, expect, it } from 'vitest';

import type { Presence } from '@/api';

import { grouped } from './groups';

function person(name: string, state: Presence['state'], since: string, role: Presence['role'] = 'agent'): Presence {
  return { name, state, since, role } as Presence;
}

describe('agents by state', () => {
  it('has those at work first, and who has been in a state longest first in it', () => {
    const found = grouped([
      person('late', 'available', '2026-01-01T10:00:00Z'),
      person('early', 'available', '2026-01-01T09:00:00Z'),
      person('busy', 'on_call', '2026-01-01T11:00:00Z'),
    ]);
    expect(found.map(({ state, people }) => [state, ...people.map(({ name }) => name)])).toEqual([
      ['on_call', 'busy'],
      ['available', 'early', 'late'],
    ]);
  });

  it('leaves out who takes no calls and is not here', () => {
    const found = grouped([
      person('boss', 'offline', '2026-01-01T09:00:00Z', 'supervisor'),
      person('here', 'away', '2026-01-01T09:00:00Z', 'supervisor'),
      person('marketer', 'available', '2026-01-01T09:00:00Z', 'marketer'),
      person('gone', 'offline', '2026-01-01T09:00:00Z'),
    ]);
    expect(found.flatMap(({ people }) => people.map(({ name }) => name))).toEqual(['here', 'gone']);
  });
});
