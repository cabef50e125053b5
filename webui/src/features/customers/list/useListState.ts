import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router';

import type { CustomerKind } from '@/api';
import { useSession } from '@/lib/session';

import { DEFAULT_SORT, type ListAddress, type ListQuery, readAddress, searchText, withAddress } from './address';
import { allColumns, type ColumnKey, defaultColumns, knownColumns, type ListArea, rememberColumns, rememberedColumns } from './columns';
import { type Group, NOTHING, writeFilter } from './filter';
import { useCustomFields } from './lookups';
import type { SavedView } from './types';
import { useViews } from './useViews';

const KINDS: Record<ListArea, CustomerKind | null> = { customers: null, organisations: 'organisation', people: null };
const SETTLE_MS = 200;

/** Everything a list shows and asks for, taken from the address, the saved view and what this browser remembers. */
export interface ListState {
  area: ListArea;
  text: string;
  view: SavedView | undefined;
  views: SavedView[];
  /** The address names a view that is not there any more. */
  viewGone: boolean;
  mine: boolean;
  filter: Group;
  sort: string;
  columns: ColumnKey[];
  known: ColumnKey[];
  /** Filter, order or columns differ from the saved view's. */
  changed: boolean;
  query: ListQuery;
  ready: boolean;
  search: (text: string) => void;
  change: (change: Partial<ListAddress>) => void;
  open: (view: { id: string } | null, mine?: boolean) => void;
  setColumns: (columns: ColumnKey[]) => void;
}

/** What is typed; a press of Back or of a link to another list puts that address's text in its place. */
function useSearchText(q: string) {
  const { key } = useLocation();
  const type = useNavigationType();
  const [text, setText] = useState(q);
  const [seen, setSeen] = useState(key);
  if (seen !== key) {
    setSeen(key);
    if (type !== NavigationType.Replace) setText(q);
  }
  return [text, setText] as const;
}

export function useListState(area: ListArea): ListState {
  const [params, setParams] = useSearchParams();
  const address = readAddress(params);
  const [text, setText] = useSearchText(address.q);
  const [settled] = useDebouncedValue(address.q, SETTLE_MS);
  const me = useSession()?.user.id ?? null;
  const { views, known: viewsKnown } = useViews(area);
  const view = views.find(({ id }) => id === address.view);
  const known = allColumns(useCustomFields());
  const filter = address.filter ?? view?.filter ?? NOTHING;
  const sort = address.sort ?? view?.sort ?? DEFAULT_SORT;
  const viewColumns = view && view.columns.length > 0 ? view.columns : null;
  const columns = knownColumns(address.columns ?? viewColumns ?? rememberedColumns(area) ?? defaultColumns(area), known);
  const change = (next: Partial<ListAddress>) => setParams((now) => withAddress(now, next), { replace: true });
  return {
    area,
    text,
    view,
    views,
    viewGone: address.view !== null && viewsKnown && !view,
    mine: address.mine,
    filter,
    sort,
    columns,
    known,
    changed: view !== undefined && (address.filter !== null || address.sort !== null || address.columns !== null),
    query: { q: searchText(settled), filter: writeFilter(filter), sort, kind: KINDS[area], owner_id: address.mine ? me : null },
    ready: address.view === null || viewsKnown,
    search: (value) => {
      setText(value);
      change({ q: value });
    },
    change,
    open: (next, mine = false) => {
      setText('');
      setParams(withAddress(new URLSearchParams(), { view: next?.id ?? null, mine }));
    },
    setColumns: (next) => {
      rememberColumns(area, next);
      change({ columns: next });
    },
  };
}
