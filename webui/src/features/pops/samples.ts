import type { Pop, PopCustomer } from '@/api';

/** A customer for tests. */
export function person(over: Partial<PopCustomer> = {}): PopCustomer {
  return {
    id: 'c1', name: 'Callum York', kind: 'person', initials: 'CY', job_title: null, organisation: null, tags: [], owner: null,
    place: null, why: 'linked', why_at: null, likely: false, recent: [], open_items: [], ...over,
  };
}

/** A ringing card for tests. */
export function pop(over: Partial<Pop> = {}): Pop {
  return {
    id: 'p1', call_id: 'k1', agent_id: 'u1', offer: 1, state: 'ringing', queue: 'Sales', dialled: null, dialled_display: null, line: null,
    started_at: '2026-11-24T10:00:00Z', waiting_since: null, answered_at: null, ended_at: null, answered_by: null, aside: false,
    number: { raw: '+447700900182', value: '+447700900182', national: '07700 900182', region: 'GB', display: '+44 7700 900182', internal: false },
    withheld: false, caller_name: null, certainty: 'confirmed', customer: person(), candidates: [], identity_id: 'i1', notes: null, notes_version: 0, version: 1,
    ...over,
  };
}
