import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import styles from './Tasks.module.css';
import type { View } from './useTaskList';
import { useTaskCounts } from './useTasks';

/** Whose tasks: mine with how many wait, the teams', those I gave away, everybody's, and what is done. */
export function TaskTabs({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { t } = useTranslation('tasks');
  const { number } = useFormat();
  const all = useCan('tasks:read_all');
  const counts = useTaskCounts({});
  const waiting = (counts?.overdue ?? 0) + (counts?.today ?? 0);
  const views: View[] = ['mine', 'team', 'made', ...(all ? (['all'] as const) : []), 'closed'];
  return (
    <nav className={styles.tabs} aria-label={t('view.label')}>
      {views.map((one) => (
        <button key={one} type="button" className={styles.tab} aria-current={one === view ? 'page' : undefined} onClick={() => onView(one)}>
          {t(`view.${one}`)}
          {one === 'mine' && waiting > 0 && <span className={styles.badge}>{number(waiting)}</span>}
        </button>
      ))}
    </nav>
  );
}
