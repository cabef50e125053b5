import type { Call } from '@/api';

/** The page of whoever is on the line: customer, else number, else the desk. */
export function contactPath(call: { customer: { id: string } | null; identity_id: string | null }): string {
  if (call.customer) return `/customers/${call.customer.id}`;
  return call.identity_id ? `/identities/${call.identity_id}` : '/desk';
}

/** What to dial to reach this contact again; null when nobody can. */
export function dialable(call: Pick<Call, 'number'>): string | null {
  return call.number?.raw ?? null;
}
