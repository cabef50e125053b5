import { Button, CloseButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TaskReminder } from '@/api';
import { Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { http } from '@/lib/http';
import { useCan } from '@/lib/session';
import { useEntities } from '@/lib/socket';

import { useQuickChange } from './actions';
import styles from './Reminders.module.css';
import { useDesktop } from './useDesktop';
import { useDueText } from './useDueText';

const SHOWN = 3;

/** What one is to be reminded of, until it is done or put away; told by the desktop too where nobody looks. */
export function Reminders() {
  const { t } = useTranslation('tasks');
  const due = useDueText();
  const { number } = useFormat();
  const reminders = useEntities<TaskReminder>('reminder', 'me').filter(({ task }) => task.state === 'open');
  const sorted = [...reminders].sort((one, other) => Date.parse(one.remind_at) - Date.parse(other.remind_at));
  useDesktop(sorted.map(({ id, task, remind_at }) => ({ id, at: remind_at, title: t('remindsOf', { title: task.title }), body: [task.customer?.name, due(task)].filter(Boolean).join(' · ') })));
  if (sorted.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('reminders')}>
      {sorted.slice(0, SHOWN).map((one) => (
        <Reminder key={one.id} reminder={one} />
      ))}
      {sorted.length > SHOWN && (
        <li className={styles.more}>
          <Link to="/tasks">{t('moreReminders', { count: sorted.length - SHOWN, number: number(sorted.length - SHOWN) })}</Link>
        </li>
      )}
    </ul>
  );
}

function Reminder({ reminder }: { reminder: TaskReminder }) {
  const { t } = useTranslation('tasks');
  const due = useDueText();
  const writes = useCan('tasks:write');
  const change = useQuickChange();
  const away = useMutation({ mutationFn: () => http.delete(`/api/me/reminders/${reminder.id}`) });
  const { task } = reminder;
  return (
    <li className={styles.reminder}>
      <Icon name="bell" />
      <span className={styles.what} role="status">
        <Link to={`/tasks?task=${task.id}`} className="pv-cut" dir="auto">
          {task.title}
        </Link>
        <span className={styles.aside}>
          {task.customer && <bdi>{task.customer.name}</bdi>} {due(task)}
        </span>
      </span>
      {writes && (
        <Button size="compact-sm" variant="default" leftSection={<Icon name="check" size={14} />} loading={change.isPending} onClick={() => change.mutate({ task, changes: { state: 'done' } })}>
          {t('markDone')}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t('putAway', { title: task.title })} disabled={away.isPending} onClick={() => away.mutate()} />
    </li>
  );
}
