import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ErrorState, SkeletonRows } from '@/components';

import type { Draft } from './draft';
import { EditTask } from './EditTask';
import { NewTask } from './NewTask';
import styles from './Tasks.module.css';
import { useTask } from './useTasks';

/** What a new task begins with, and what it came from. */
export interface Start extends Partial<Draft> {
  about_id?: string;
  call_id?: string;
}

interface Props {
  /** Null: a new one. */
  id: string | null;
  start?: Start;
  /** The team that a new one is for at first. */
  team?: string;
  onClose: () => void;
}

/** A task with all that can be said of it, at the end side; a new one where there is none yet. */
export function TaskDrawer({ id, start = {}, team = '', onClose }: Props) {
  const { t } = useTranslation(['tasks', 'common']);
  const { task, query } = useTask(id);
  return (
    <Drawer
      opened
      position="right"
      size={460}
      onClose={onClose}
      closeOnClickOutside={false}
      title={t(id === null ? (start.promise ? 'tasks:newPromise' : 'tasks:new') : 'tasks:one')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      classNames={{ body: styles.drawer ?? '' }}
    >
      {id === null && <NewTask start={team ? { team_id: team, ...start } : start} onDone={onClose} />}
      {id !== null && query.isError && !task && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {id !== null && query.isPending && <SkeletonRows rows={5} />}
      {task && <EditTask task={task} onDone={onClose} />}
    </Drawer>
  );
}
