import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer, Task } from '@/api';
import { Icon } from '@/components';
import { useFormat, useNow } from '@/lib/format';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';
import { useRoom } from '@/lib/socket';

import { useQuickChange } from './actions';
import styles from './CustomerTasks.module.css';
import { groupOf } from './groups';
import type { Start } from './TaskDrawer';
import { useDueText } from './useDueText';
import { useTasks } from './useTasks';

const TaskDrawer = lazy(part(() => import('./TaskDrawer'), 'TaskDrawer', 'customers', 'profile', 'tasks', 'timeline'));
const SHOWN = 5;

interface Props {
  customer: Customer;
  /** A new one that was asked for elsewhere on the page, from an entry. */
  start: Start | null;
  onStart: (start: Start | null) => void;
}

/** What is open for a customer, soonest first, and a way to add to it. */
export function CustomerTasks({ customer, start, onStart }: Props) {
  const { t } = useTranslation('tasks');
  const writes = useCan('tasks:write');
  useRoom(`customer_tasks:${customer.id}`);
  const { tasks } = useTasks({ customer_id: customer.id });
  const open = tasks.filter(({ state }) => state === 'open');
  const [all, showAll] = useState(false);
  const [edited, edit] = useState<string | null>(null);
  const { id, name } = customer;
  if (open.length === 0 && !writes) return null;
  return (
    <section className={styles.section}>
      <h2>{t('title')}</h2>
      <ul>
        {open.slice(0, all ? undefined : SHOWN).map((task) => (
          <Line key={task.id} task={task} onOpen={() => edit(task.id)} />
        ))}
      </ul>
      <div className={styles.acts}>
        {writes && (
          <button type="button" className={styles.add} onClick={() => onStart({})}>
            <Icon name="plus" size={12} />
            {t('new')}
          </button>
        )}
        {open.length > SHOWN && !all && (
          <Button size="compact-xs" variant="subtle" onClick={() => showAll(true)}>
            {t('more')}
          </Button>
        )}
      </div>
      <Suspense>
        {edited !== null && <TaskDrawer id={edited} onClose={() => edit(null)} />}
        {start && <TaskDrawer id={null} start={{ customer: { id, name }, ...start }} onClose={() => onStart(null)} />}
      </Suspense>
    </section>
  );
}

function Line({ task, onOpen }: { task: Task; onOpen: () => void }) {
  const { t } = useTranslation('tasks');
  const text = useDueText();
  const { style } = useFormat();
  const writes = useCan('tasks:write');
  const change = useQuickChange();
  const group = groupOf(task, style.timeZone, useNow(false));
  return (
    <li className={styles.line}>
      <button type="button" className={styles.done} disabled={!writes} aria-label={t('doneOne', { title: task.title })} onClick={() => change.mutate({ task, changes: { state: 'done' } })}>
        <Icon name="check" size={12} />
      </button>
      <button type="button" className={styles.title} onClick={onOpen}>
        <span dir="auto">{task.title}</span>
        <span className={styles.due} data-late={group === 'overdue'}>
          {task.promise && <Icon name="clock-exclamation" size={12} label={t('promise')} />}
          {group === 'overdue' && <Icon name="alert-triangle" size={12} label={t('group.overdue')} />}
          {text(task, group === 'today')}
          {task.assignee && ` · ${task.assignee.name}`}
        </span>
      </button>
    </li>
  );
}
