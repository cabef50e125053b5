import type { Customer } from '@/api';

/** A customer for tests. */
export function customer(over: Partial<Customer> = {}): Customer {
  return {
    id: 'c1', kind: 'person', name: 'Laura Bennett', initials: 'LB', job_title: 'Lead', organisation: null, tags: [], owner: null,
    language: 'en', time_zone: null, city: 'Leeds', country: null, stage: null, note: null, fields: {}, created_at: '2024-05-01T00:00:00Z',
    last_contact_at: null, version: 3, identities: [], consents: [], merged_ids: [], ...over,
  };
}
