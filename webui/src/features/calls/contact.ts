import type { Call } from '@/api';

/** The page of whoever is on the line: customer, else number, else the desk. */
export function contactPath(call: Pick<Call, 'customer' | 'identity_id'>): string {
  if (call.customer) return `/customers/${call.customer.id}`;
  return call.identity_id ? `/identities/${call.identity_id}` : '/desk';
}

/** The organisation's name, whether the hub names it or refers to it. */
export function organisationName(organisation: string | { name: string } | null | undefined): string | null {
  return typeof organisation === 'string' ? organisation : (organisation?.name ?? null);
}

/** What to dial to reach this contact again; null when nobody can. */
export function dialable(call: Pick<Call, 'number'>): string | null {
  return call.number?.raw ?? null;
}
