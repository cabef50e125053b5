import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { EmptyState, ErrorState, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { addDays, startOfDay, useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { type KeyBinding, useKeys } from '@/lib/keys';

import { type EntryActions, EntryContext } from './context';
import { EntryRow } from './EntryRow';
import { fits, isFiltered } from './filters';
import { groupByDay } from './groups';
import { NewestPill } from './NewestPill';
import { Pinned } from './Pinned';
import styles from './Timeline.module.css';
import { TimelineBar } from './TimelineBar';
import { focusRow, scrollToTop, stepRow, useKeptPlace } from './useKeptPlace';
import { useSeen } from './useSeen';
import { type TimelineSource, useTimeline } from './useTimeline';
import { type TimelineView, useTimelineView } from './useTimelineView';

interface Props {
  source: TimelineSource;
  /** What will appear here, while nothing has. */
  emptyText: string;
  actions: EntryActions;
  /** Above the entries: the note being written. */
  children?: ReactNode;
}

/** Everything that happened with somebody, newest first, read on at both ends while scrolling and kept up to date. */
export function Timeline({ source, emptyText, actions, children }: Props) {
  const { t } = useTranslation('timeline');
  const view = useTimelineView();
  const { style } = useFormat();
  const around = view.day === null ? null : startOfDay(addDays(view.day, 1), style.timeZone);
  const { entries, held, query, newer, restart } = useTimeline(source, view.filters, around);
  const problem = useProblemText();
  const box = useRef<HTMLDivElement>(null);
  const [atTop, setAtTop] = useState(true);
  const matches = useCallback((entry: Entry) => fits(entry, view.filters), [view.filters]);
  const fresh = useSeen(entries, held, { reading: atTop && !newer.hasNextPage, ready: query.isSuccess, matches });
  useKeptPlace(box, entries, setAtTop);
  useDayInSight(box, entries, view.day, query.isSuccess);
  useTimelineKeys(box);
  const toNewest = () => {
    if (view.day === null && newer.hasNextPage) restart();
    scrollToTop(box.current);
    view.setDay(null);
  };
  const filtered = isFiltered(view.filters);
  return (
    <EntryContext value={actions}>
      <div className={styles.timeline} data-density={view.density}>
        <TimelineBar view={view} />
        <div className={styles.frame}>
          <NewestPill fresh={fresh} away={!atTop || newer.hasNextPage} past={view.day !== null || newer.hasNextPage} onClick={toNewest} />
          <div className={styles.scroll} ref={box} tabIndex={0} role="region" aria-label={t('title')}>
            {children}
            {source.room !== null && !filtered && <Pinned source={source} />}
            {query.isPending && <SkeletonRows rows={7} tile />}
            {query.isError && entries.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
            {query.isSuccess && entries.length === 0 && !query.hasNextPage && <Nothing view={view} filtered={filtered} text={emptyText} />}
            {newer.hasNextPage && entries.length > 0 && <EndOfList query={newer} more={t('newer')} problem={problem} />}
            <Days entries={entries} compact={view.density === 'compact'} />
            {(entries.length > 0 || query.hasNextPage) && <EndOfList query={query} more={t('more')} end={t('end')} problem={problem} />}
          </div>
        </div>
      </div>
    </EntryContext>
  );
}

function Nothing({ view, filtered, text }: { view: TimelineView; filtered: boolean; text: string }) {
  const { t } = useTranslation('timeline');
  if (!filtered) return <EmptyState icon="history" title={t('empty.title')} text={text} />;
  return (
    <EmptyState icon="filter" title={t('empty.none')} text={t('empty.filtered')}>
      <button
        type="button"
        className={styles.clear}
        onClick={() => view.setFilters({ channels: [], direction: '', state: '', agentId: '', text: '' })}
      >
        {t('filter.clear')}
      </button>
    </EmptyState>
  );
}

/** After a jump the asked day, or the nearest one before it, stands at the top. */
function useDayInSight(box: { current: HTMLElement | null }, entries: Entry[], day: string | null, ready: boolean): void {
  const shown = useRef<string | null>(null);
  const { dayKey } = useFormat();
  useEffect(() => {
    if (day === null) shown.current = null;
    if (day === null || !ready || shown.current === day || entries.length === 0) return;
    shown.current = day;
    const wanted = entries.filter((entry) => dayKey(entry.occurred_at) <= day);
    const first = wanted.sort((a, b) => b.occurred_at.localeCompare(a.occurred_at))[0] ?? entries.at(-1);
    const row = box.current?.querySelector<HTMLElement>(`[data-entry="${first?.id}"]`);
    row?.scrollIntoView({ block: 'start' });
    focusRow(row ?? undefined);
  }, [box, entries, day, ready, dayKey]);
}

function useTimelineKeys(box: { current: HTMLElement | null }): void {
  const { t } = useTranslation('timeline');
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { code: 'KeyJ', label: t('keys.next'), run: () => stepRow(box.current, 1) },
      { code: 'KeyK', label: t('keys.previous'), run: () => stepRow(box.current, -1) },
    ],
    [t, box],
  );
  useKeys('page', bindings);
}

function Days({ entries, compact }: { entries: Entry[]; compact: boolean }) {
  const { dayKey, dayHeading } = useFormat();
  const days = useMemo(() => groupByDay(entries, dayKey), [entries, dayKey]);
  return days.map((day) => (
    <section key={day.key} className={styles.day}>
      <h2>{dayHeading(day.first.occurred_at)}</h2>
      <ul>
        {day.entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} compact={compact} />
        ))}
      </ul>
    </section>
  ));
}
