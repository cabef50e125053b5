import { useTranslation } from 'react-i18next';

import type { OpenItem } from '@/api';
import { ChannelIcon, Icon } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Caller.module.css';

/** What waits, above what happened last: missed calls, then pinned notes. */
export function OpenLine({ item }: { item: OpenItem }) {
  const { t } = useTranslation('pops');
  const { when } = useFormat();
  const missed = item.kind === 'missed_calls';
  return (
    <li data-open={item.kind}>
      {missed ? <ChannelIcon channel="missed" size={14} /> : <Icon name="pin" size={14} label={t('pinned')} />}
      <span className={`${styles.subject} pv-cut`} dir="auto">
        {missed ? t('missedCalls', { count: item.count }) : item.text}
      </span>
      <time dateTime={item.occurred_at}>{when(item.occurred_at)}</time>
    </li>
  );
}
