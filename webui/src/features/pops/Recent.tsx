import { useTranslation } from 'react-i18next';

import type { OpenItem, RecentInteraction } from '@/api';
import { ChannelIcon } from '@/components';
import { lookOf } from '@/features/timeline/look';
import { useFormat } from '@/lib/format';

import styles from './Caller.module.css';
import { OpenLine } from './OpenItems';

const SHOWN = 3;

/** What waits, then the last three contacts, a line each. */
export function Recent({ items, open }: { items: RecentInteraction[]; open: OpenItem[] }) {
  const { t } = useTranslation('pops');
  // A promise, missed call or pinned note that is among the latest is told once.
  const told = new Set(open.map(({ interaction_id }) => interaction_id));
  if (items.length === 0 && open.length === 0) return <p className={styles.none}>{t('noHistory')}</p>;
  return (
    <ul className={styles.recent} aria-label={t('recent')}>
      {open.map((item) => (
        <OpenLine key={item.interaction_id} item={item} />
      ))}
      {items
        .filter((item) => !told.has(item.interaction_id))
        .slice(0, SHOWN)
        .map((item) => (
          <Line key={item.interaction_id} item={item} />
        ))}
    </ul>
  );
}

function Line({ item }: { item: RecentInteraction }) {
  const { t } = useTranslation('touch');
  const { t: common } = useTranslation('common');
  const { when } = useFormat();
  const look = lookOf(item);
  const kind = look.kind === 'note' ? common('channel.note') : t(`kind.${look.kind}`);
  const rest = item.subject ?? (look.outcome && t(`outcome.${look.outcome}`));
  return (
    <li>
      <ChannelIcon channel={look.tile} icon={look.icon} size={14} />
      <span className={styles.kind}>{kind}</span>
      <span className={`${styles.subject} pv-cut`} dir="auto">
        {rest}
      </span>
      <time dateTime={item.occurred_at}>{when(item.occurred_at)}</time>
    </li>
  );
}
