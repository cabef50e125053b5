import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Channel, Entry } from '@/api';
import { EmptyState, ErrorState, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import { EntryRow } from './EntryRow';
import { groupByDay } from './groups';
import styles from './Timeline.module.css';
import { TimelineFilters } from './TimelineFilters';
import { type TimelineSource, useTimeline } from './useTimeline';

interface Props {
  source: TimelineSource;
  /** What will appear here, while nothing has. */
  emptyText: string;
  /** Above the entries: the note being written. */
  children?: ReactNode;
}

/** Everything that happened with somebody, newest first, read on while scrolling and kept up to date. */
export function Timeline({ source, emptyText, children }: Props) {
  const { t } = useTranslation('timeline');
  const [channel, setChannel] = useState<Channel | null>(null);
  const { entries, query } = useTimeline(source, channel);
  const problem = useProblemText();
  return (
    <div className={styles.timeline}>
      {source.room !== null && <TimelineFilters channel={channel} onChange={setChannel} />}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('title')}>
        {children}
        {query.isPending && <SkeletonRows rows={7} tile />}
        {query.isError && entries.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && entries.length === 0 && (
          <EmptyState icon="history" title={t('empty.title')} text={channel ? t('empty.filtered') : emptyText} />
        )}
        <Days entries={entries} />
        {entries.length > 0 && <EndOfList query={query} more={t('more')} end={t('end')} problem={problem} />}
      </div>
    </div>
  );
}

function Days({ entries }: { entries: Entry[] }) {
  const { dayKey, dayHeading } = useFormat();
  const days = useMemo(() => groupByDay(entries, dayKey), [entries, dayKey]);
  return days.map((day) => (
    <section key={day.key} className={styles.day}>
      <h2>{dayHeading(day.first.occurred_at)}</h2>
      <ul>
        {day.entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  ));
}
