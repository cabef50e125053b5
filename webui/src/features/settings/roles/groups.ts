import type { Permission, PermissionInfo } from '@/api';

export type Group = 'calls' | 'recordings' | 'customers' | 'people' | 'system';

const GROUP_OF: Record<string, Group> = {
  calls: 'calls', recordings: 'recordings', customers: 'customers', fields: 'customers', notes: 'customers', consent: 'customers', suppression: 'customers', views: 'customers',
  conversations: 'customers', messages: 'customers', outbox: 'customers', tasks: 'customers', templates: 'customers', presence: 'people', teams: 'people', users: 'people', roles: 'people',
}; // prettier-ignore
const ORDER: Group[] = ['calls', 'recordings', 'customers', 'people', 'system'];

/** The rights by what they are about; being signed in is everybody's and is left out. */
export function grouped(rights: PermissionInfo[]): { group: Group; rights: PermissionInfo[] }[] {
  const of = ({ permission }: PermissionInfo) => GROUP_OF[permission.split(':')[0] ?? ''] ?? 'system';
  const shown = rights.filter(({ permission }) => permission !== 'session');
  return ORDER.map((group) => ({ group, rights: shown.filter((right) => of(right) === group) })).filter(({ rights: some }) => some.length > 0);
}

/** The chosen rights with all that they need. */
export function withNeeded(chosen: Iterable<Permission>, rights: PermissionInfo[]): Set<Permission> {
  const needs = new Map(rights.map(({ permission, needs: some }) => [permission, some]));
  const found = new Set<Permission>();
  const waiting = [...chosen];
  for (let right = waiting.pop(); right !== undefined; right = waiting.pop()) {
    if (found.has(right)) continue;
    found.add(right);
    waiting.push(...(needs.get(right) ?? []));
  }
  return found;
}

/** The chosen rights after one was taken away: those that need it go with it. */
export function without(chosen: Set<Permission>, gone: Permission, rights: PermissionInfo[]): Set<Permission> {
  return new Set([...chosen].filter((right) => !withNeeded([right], rights).has(gone)));
}
