import type { CustomerKind } from '@/api';
import { toAscii } from '@/lib/format';

import { type Group, readFilter, writeFilter } from './filter';

/** What the address says of a list, so that it can be shared and survives a reload. */
export interface ListAddress {
  q: string;
  /** The saved view it began with; null for none. */
  view: string | null;
  /** Set where it differs from the view's. */
  filter: Group | null;
  sort: string | null;
  columns: string[] | null;
  mine: boolean;
}

export const DEFAULT_SORT = 'name';

/** Reads the address. */
export function readAddress(params: URLSearchParams): ListAddress {
  const filter = params.get('filter');
  const columns = params.get('columns');
  return {
    q: params.get('q') ?? '',
    view: params.get('view'),
    filter: filter === null ? null : readFilter(filter),
    sort: params.get('sort'),
    columns: columns ? columns.split(',') : null,
    mine: params.get('mine') === 'true',
  };
}

/** The address with some of it changed; null and '' are left out. */
export function withAddress(params: URLSearchParams, change: Partial<ListAddress>): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (name: string, value: string | null) => (value ? next.set(name, value) : next.delete(name));
  if ('q' in change) put('q', change.q ?? '');
  if ('view' in change) put('view', change.view ?? null);
  // An emptied filter of a view is said, else the view's own would come back.
  if ('filter' in change) put('filter', change.filter ? (writeFilter(change.filter) ?? '{"all":[]}') : null);
  if ('sort' in change) put('sort', change.sort ?? null);
  if ('columns' in change) put('columns', change.columns?.join(',') ?? null);
  if ('mine' in change) put('mine', change.mine ? 'true' : null);
  return next;
}

/** What a list asks the hub for. */
export interface ListQuery {
  q: string;
  filter: string | null;
  sort: string;
  kind: CustomerKind | null;
  owner_id: string | null;
}

/** The order a press of a column's head asks for: its own first, then the other way round. */
export function nextSort(sort: string, column: string, newestFirst: boolean): string {
  const [first, second] = newestFirst ? [`-${column}`, column] : [column, `-${column}`];
  return sort === first ? second : first;
}

export function searchText(q: string): string {
  return toAscii(q).trim();
}
