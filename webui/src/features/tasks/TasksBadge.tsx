import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import styles from './TasksBadge.module.css';
import { useTaskCounts, useTaskNews } from './useTasks';

const MOST = 99;

/** How many of one's tasks are overdue or due today, on the navigation's link. */
export function TasksBadge() {
  const { t } = useTranslation('tasks');
  const { number } = useFormat();
  useTaskNews();
  const counts = useTaskCounts({});
  const waiting = (counts?.overdue ?? 0) + (counts?.today ?? 0);
  if (waiting === 0) return null;
  const shown = waiting > MOST ? `${number(MOST)}+` : number(waiting);
  return (
    <span className={styles.badge} data-late={(counts?.overdue ?? 0) > 0}>
      <span aria-hidden>{shown}</span>
      <span className="pv-sr">{t('waiting', { count: waiting, number: shown })}</span>
    </span>
  );
}
