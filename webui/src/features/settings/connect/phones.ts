import type { ConnectorCheck } from '@/api';

/** A phone that was found, as it will be added. */
export interface Phone {
  endpoint: string;
  number: string;
  label: string;
  user: string | null;
  chosen: boolean;
}

/** The phones of a check; nobody is suggested for two of them. */
export function phonesOf(check: Pick<ConnectorCheck, 'extensions'>): Phone[] {
  const seated = new Set<string>();
  return check.extensions.map(({ endpoint, number, name, user }) => {
    const free = user && !seated.has(user.id) ? user : null;
    if (free) seated.add(free.id);
    return { endpoint, number: number ?? '', label: name ?? '', user: free?.id ?? null, chosen: number !== null };
  });
}

/** What the hub is sent: the chosen ones that have a number. */
export function chosenPhones(phones: Phone[]) {
  return phones
    .filter(({ chosen, number }) => chosen && number !== '')
    .map(({ endpoint, number, label, user }) => ({ endpoint, number, label: label.trim() || null, user_id: user }));
}
