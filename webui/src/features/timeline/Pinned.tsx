import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import type { TimelinePage } from '@/api';
import { Icon } from '@/components';
import { http } from '@/lib/http';

import { EntryRow } from './EntryRow';
import { living, mergeEntries } from './groups';
import styles from './Timeline.module.css';
import { type TimelineSource, useHeld } from './useTimeline';

const MOST = 20;

/** What colleagues pinned: always on top, whatever is read below. */
export function Pinned({ source: { path, room } }: { source: TimelineSource }) {
  const { t } = useTranslation('timeline');
  const held = useHeld(room);
  const { data } = useQuery({
    queryKey: ['timeline', path, 'pinned'],
    queryFn: ({ signal }) => http.get<TimelinePage>(path, { query: { pinned: true, limit: MOST }, signal }),
  });
  const pinned = useMemo(() => {
    const all = mergeEntries(data?.items ?? [], living(held));
    const kept = all.filter((entry) => entry.pinned_at && (!(entry.id in held) || held[entry.id]?.data !== null));
    return kept.sort((a, b) => (b.pinned_at ?? '').localeCompare(a.pinned_at ?? '')).slice(0, MOST);
  }, [data, held]);
  if (pinned.length === 0) return null;
  return (
    <section className={styles.pinned} aria-label={t('pinned')}>
      <h2>
        <Icon name="pin" size={14} />
        {t('pinned')}
      </h2>
      <ul>
        {pinned.map((entry) => (
          <EntryRow key={entry.id} entry={entry} pinned />
        ))}
      </ul>
    </section>
  );
}
