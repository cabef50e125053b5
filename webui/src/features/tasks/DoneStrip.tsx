import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import type { Task } from '@/api';
import { Callout, Icon } from '@/components';
import { useProblemText } from '@/lib/http';

import { Beaten, type useQuickChange } from './actions';
import styles from './Tasks.module.css';

const SHOWN_MS = 10_000;

interface Props {
  change: ReturnType<typeof useQuickChange>;
  /** What was done last. */
  task: Task | null;
  onUndo: (task: Task) => void;
  onClose: () => void;
}

/** At the foot of the list: what was just done, to be taken back; or why it was not. */
export function DoneStrip({ change, task, onUndo, onClose }: Props) {
  const { t } = useTranslation(['tasks', 'common']);
  useEffect(() => {
    if (!task) return;
    const timer = window.setTimeout(onClose, SHOWN_MS);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- ten seconds from when it was done, whatever is drawn meanwhile
  }, [task]);
  const made = change.data?.id === task?.id ? change.data : undefined;
  return (
    <>
      {change.isError && <NotDone error={change.error} onClose={change.reset} />}
      {task && !change.isError && (
        <div className={styles.strip}>
          <Icon name="circle-check" />
          <span className="pv-cut">{t(task.rrule ? 'tasks:strip.again' : 'tasks:strip.done', { title: task.title })}</span>
          <Button size="compact-sm" variant="subtle" disabled={!made} onClick={() => made && onUndo(made)}>
            {t('tasks:strip.undo')}
          </Button>
          <CloseButton size="sm" aria-label={t('common:action.close')} onClick={onClose} />
        </div>
      )}
    </>
  );
}

function NotDone({ error, onClose }: { error: Error; onClose: () => void }) {
  const { t } = useTranslation(['tasks', 'common']);
  const problem = useProblemText();
  const beaten = error instanceof Beaten ? error.current : null;
  const who = beaten?.state === 'open' ? beaten.assignee?.name : beaten?.closed_by?.name;
  const text = beaten ? t(beaten.state === 'open' ? 'tasks:strip.taken' : 'tasks:strip.closed', { name: who ?? '', title: beaten.title }) : problem(error);
  return (
    <Callout tone={beaten ? 'info' : 'bad'}>
      {text}{' '}
      <Button size="compact-xs" variant="subtle" onClick={onClose}>
        {t('common:action.close')}
      </Button>
    </Callout>
  );
}
