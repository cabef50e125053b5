import { useTranslation } from 'react-i18next';

import type { OpenItem } from '@/api';
import { ChannelIcon, Icon } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Caller.module.css';

/** What waits, above what happened last: promises that are due, missed calls, then pinned notes. */
export function OpenLine({ item }: { item: OpenItem }) {
  return item.kind === 'promise' ? <Promise item={item} /> : <Other item={item} />;
}

function Promise({ item }: { item: OpenItem }) {
  const { t } = useTranslation('pops');
  const { time, when, day } = useFormat();
  const due = item.due_at ?? `${item.due_on}T12:00:00Z`;
  const until = item.due_at ? t('promise.by', { time: time(due) }) : t('promise.today');
  const late = t('promise.late', { when: item.due_at ? when(due) : day(due) });
  return (
    <li data-open="promise">
      <Icon name="clock-exclamation" size={14} />
      <span className={styles.kind}>{t('promise.kind')}</span>
      <span className={`${styles.subject} pv-cut`} dir="auto">
        {item.text}
      </span>
      <time dateTime={due}>{item.overdue ? late : until}</time>
    </li>
  );
}

function Other({ item }: { item: OpenItem }) {
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
