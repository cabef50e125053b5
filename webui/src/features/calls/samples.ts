import type { Call } from '@/api';

/** An answered call for tests. */
export function call(over: Partial<Call> = {}): Call {
  return {
    id: 'k1', direction: 'inbound', state: 'answered', result: null, account: 'asterisk', number: null, withheld: false,
    caller_name: null, dialled: null, dialled_display: null, line: null, queue: 'Sales', started_at: '2026-11-24T10:00:00Z', answered_at: '2026-11-24T10:00:24Z',
    ended_at: null, waiting_since: null, waiting_seconds: 0, talking_seconds: 0, held_seconds: 0, agents: [{ id: 'u1', name: 'Nora', initials: 'N' }],
    customer: null, certainty: 'none', candidates: [], identity_id: null, interaction_id: null, disposition_id: null, undisposed: false, notes: null, notes_version: 0, inferred: false,
    recovered: false, asking: null,
    version: 1, ...over,
  };
}
