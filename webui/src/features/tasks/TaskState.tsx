import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Task } from '@/api';
import { Callout, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useCan, useSession } from '@/lib/session';

import { Beaten, useDeleteTask, useQuickChange } from './actions';
import styles from './Tasks.module.css';

/** Done, open again, cancelled or deleted: what becomes of a task. */
export function TaskState({ task, onGone }: { task: Task; onGone: () => void }) {
  const { t } = useTranslation('tasks');
  const { dateTime } = useFormat();
  const problem = useProblemText();
  const writes = useCan('tasks:write');
  const change = useQuickChange();
  const to = (state: Task['state']) => change.mutate({ task, changes: { state } });
  const open = task.state === 'open';
  const failure = change.error instanceof Beaten ? t('strip.closed', { name: change.error.current.closed_by?.name ?? '', title: task.title }) : change.error && problem(change.error);
  return (
    <div className={styles.state}>
      <div className={styles.buttons}>
        {!open && task.closed_at && (
          <span className={styles.closed}>
            <Icon name={task.state === 'done' ? 'circle-check' : 'x'} />
            {t(task.state === 'done' ? 'closedBy.done' : 'closedBy.cancelled', { name: task.closed_by?.name ?? '', when: dateTime(task.closed_at) })}
          </span>
        )}
        {writes && (
          <>
            <Button variant={open ? 'light' : 'default'} leftSection={<Icon name={open ? 'check' : 'arrow-back-up'} />} loading={change.isPending} onClick={() => to(open ? 'done' : 'open')}>
              {t(open ? 'markDone' : 'reopen')}
            </Button>
            <More task={task} onCancel={open ? () => to('cancelled') : null} onGone={onGone} />
          </>
        )}
      </div>
      {failure && (
        <Callout tone="bad" alert>
          {failure}
        </Callout>
      )}
    </div>
  );
}

interface MoreProps {
  task: Task;
  onCancel: (() => void) | null;
  onGone: () => void;
}

function More({ task, onCancel, onGone }: MoreProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const me = useSession()?.user.id;
  const all = useCan('tasks:read_all');
  const deletes = all || task.assignee?.id === me || task.created_by?.id === me;
  const [asking, setAsking] = useState(false);
  const remove = useDeleteTask();
  const problem = useProblemText();
  if (!onCancel && !deletes) return null;
  if (asking)
    return (
      <Callout tone="warn" alert>
        <p>{remove.isError ? problem(remove.error) : t('tasks:deleteAsk')}</p>
        <div className={styles.buttons}>
          <Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate(task, { onSuccess: onGone })}>
            {t('common:action.delete')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" autoFocus onClick={() => setAsking(false)}>
            {t('common:action.cancel')}
          </Button>
        </div>
      </Callout>
    );
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon size={32} aria-label={t('tasks:others')}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onCancel && (
          <Menu.Item leftSection={<Icon name="ban" />} onClick={onCancel}>
            {t('tasks:cancelTask')}
          </Menu.Item>
        )}
        {deletes && (
          <Menu.Item leftSection={<Icon name="trash" />} color="red" onClick={() => setAsking(true)}>
            {t('common:action.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
