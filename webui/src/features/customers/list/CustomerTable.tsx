import { Checkbox } from '@mantine/core';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { ErrorState, Icon, SkeletonRows } from '@/components';
import { EndOfList, type Following } from '@/components/EndOfList';
import { useProblemText } from '@/lib/http';
import { type KeyBinding, useKeys } from '@/lib/keys';

import { nextSort } from './address';
import { type ColumnKey, layoutOf, SORTS } from './columns';
import { CustomerTableRow } from './CustomerTableRow';
import styles from './CustomerTable.module.css';
import { moveFocus, rowIdOf } from './rowFocus';
import { type Selection, toggle, togglePage } from './selection';
import type { Row } from './types';
import { useColumnLabel } from './useColumnLabel';
import type { ListState } from './useListState';

interface Props {
  list: Pick<ListState, 'columns' | 'sort' | 'change' | 'area'>;
  found: Following & { isPending: boolean; isSuccess: boolean; isError: boolean; isPlaceholderData: boolean; refetch: () => unknown };
  rows: Row[];
  selection: Selection | null;
  onSelection: (selection: Selection) => void;
  empty: ReactNode;
}

/** Customers as a table; on a phone each is a card. Arrows move, Space ticks (Shift: all between), Enter opens. */
export function CustomerTable({ list, found, rows, selection, onSelection, empty }: Props) {
  const { t } = useTranslation(['lists', 'customers']);
  const problem = useProblemText();
  const body = useRef<HTMLDivElement>(null);
  const last = useRef<string | null>(null);
  const loaded = rows.map(({ id }) => id);
  useListKeys(body);
  const tick = (id: string, upTo: boolean) => {
    if (!selection) return;
    onSelection(toggle(selection, loaded, id, upTo ? last.current : null));
    last.current = id;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const id = rowIdOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[event.code];
    if (step !== undefined && (id !== null || event.target === body.current)) moveFocus(body.current, step);
    else if (event.code === 'Space' && id !== null && event.target instanceof HTMLAnchorElement) tick(id, event.shiftKey);
    else return;
    event.preventDefault();
  };
  const { template, least } = layoutOf(list.columns, selection !== null);
  const style = { '--columns': template, '--least': `${least}px` } as CSSProperties;
  return (
    <div ref={body} className={styles.scroll} tabIndex={0} role="region" aria-label={t('customers:title')} aria-busy={found.isPlaceholderData} onKeyDown={onKeyDown}>
      {found.isPending && <SkeletonRows rows={10} />}
      {found.isError && rows.length === 0 && <ErrorState error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && empty}
      {rows.length > 0 && (
        <div role="table" className={styles.table} style={style} aria-label={t('customers:title')} data-picks={selection !== null}>
          <Head list={list} selection={selection} loaded={loaded} onSelection={onSelection} />
          <div role="rowgroup">
            {rows.map((row) => (
              <CustomerTableRow
                key={row.id}
                row={row}
                columns={list.columns}
                chosen={selection ? selection.all || selection.ids.has(row.id) : null}
                onTick={(upTo) => tick(row.id, upTo)}
              />
            ))}
          </div>
        </div>
      )}
      {rows.length > 0 && <EndOfList query={found} more={t('customers:more')} problem={problem} />}
    </div>
  );
}

function useListKeys(body: React.RefObject<HTMLDivElement | null>): void {
  const { t } = useTranslation('lists');
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { code: 'ArrowDown', label: t('keys.next'), run: () => moveFocus(body.current, 1) },
      { code: 'ArrowUp', label: t('keys.previous'), run: () => moveFocus(body.current, -1) },
      { code: 'Space', label: t('keys.choose'), run: () => moveFocus(body.current, 0) },
    ],
    [t, body],
  );
  useKeys('page', bindings);
}

interface HeadProps {
  list: Props['list'];
  selection: Selection | null;
  loaded: string[];
  onSelection: (selection: Selection) => void;
}

function Head({ list, selection, loaded, onSelection }: HeadProps) {
  const { t } = useTranslation('lists');
  const all = selection !== null && (selection.all || (loaded.length > 0 && loaded.every((id) => selection.ids.has(id))));
  return (
    <div role="rowgroup" className={styles.heads}>
      <div role="row" className={styles.row}>
        {selection && (
          <span role="columnheader" className={styles.tick}>
            <Checkbox
              size="xs"
              aria-label={t('select.page')}
              checked={all}
              indeterminate={!all && selection.ids.size > 0}
              onChange={() => onSelection(togglePage(selection, loaded))}
            />
          </span>
        )}
        {list.columns.map((column) => (
          <ColumnHead key={column} column={column} list={list} />
        ))}
      </div>
    </div>
  );
}

function ColumnHead({ column, list }: { column: ColumnKey; list: Props['list'] }) {
  const label = useColumnLabel()(column);
  const newestFirst = SORTS[column];
  const on = list.sort.replace('-', '') === column;
  const down = list.sort.startsWith('-');
  if (newestFirst === undefined)
    return (
      <span role="columnheader" className={styles.head}>
        <span className="pv-cut">{label}</span>
      </span>
    );
  return (
    <span role="columnheader" aria-sort={on ? (down ? 'descending' : 'ascending') : undefined} className={styles.head}>
      <button type="button" data-on={on} onClick={() => list.change({ sort: nextSort(list.sort, column, newestFirst) })}>
        <span className="pv-cut">{label}</span>
        <Icon name="chevron-down" size={14} className={on && !down ? styles.up : undefined} />
      </button>
    </span>
  );
}
