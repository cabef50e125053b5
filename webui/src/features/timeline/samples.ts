import type { Entry } from '@/api';

/** A finished incoming call for tests. */
export function entry(over: Partial<Entry> = {}): Entry {
  return {
    id: 'e1', interaction_id: 'n1', channel: 'call', direction: 'in', state: 'completed', subject: '', text: '',
    occurred_at: '2026-11-24T09:48:00Z', role: 'from', certainty: 'confirmed', agent: null, facts: {}, call_id: 'k1', version: 1,
    customer_id: 'c1', identity_id: null, about_id: null, edited_at: null, pinned_at: null, pinned_by: null, customers: [], mentions: [], line: null,
    notes_count: 0,
    ...over,
  };
}
