import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Task } from '@/api';
import { Callout } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';
import { part } from '@/lib/parts';
import { useCan } from '@/lib/session';

import { type Met, useSaveTask } from './actions';
import { changed, type Draft, draftOf } from './draft';
import { MetChange } from './MetChange';
import { TaskComments } from './TaskComments';
import { TaskFacts } from './TaskFacts';
import { TaskFields } from './TaskFields';
import { TaskState } from './TaskState';
import styles from './Tasks.module.css';

const TaskRecords = lazy(part(() => import('./caldav/TaskRecords'), 'TaskRecords', 'caldav'));

/** What is changed here, over how the task was when that began; what is not touched follows the task. */
function useEdits(task: Task) {
  const [edits, setEdits] = useState<{ base: Task; changes: Partial<Draft> } | null>(null);
  const base = edits?.base ?? task;
  const changes = edits ? changed(draftOf(base), edits.changes) : {};
  const draft: Draft = { ...draftOf(task), ...edits?.changes };
  const change = (more: Partial<Draft>) => setEdits((before) => ({ base: before?.base ?? task, changes: { ...before?.changes, ...more } }));
  /** Keeps only one's own words for some fields, over the task as it is now. */
  const rebase = (current: Task, theirs: (keyof Draft)[]) =>
    setEdits((before) => {
      const left = Object.entries(before?.changes ?? {}).filter(([name]) => !theirs.includes(name as keyof Draft));
      return { base: current, changes: Object.fromEntries(left) };
    });
  return { base, changes, draft, change, rebase, forget: () => setEdits(null), dirty: Object.keys(changes).length > 0 };
}

/** Changes a task in its drawer, and talks about it. */
export function EditTask({ task, onDone }: { task: Task; onDone: () => void }) {
  const { t } = useTranslation(['tasks', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const writes = useCan('tasks:write');
  const { base, changes, draft, change, rebase, forget, dirty } = useEdits(task);
  const [met, setMet] = useState<Met | null>(null);
  const store = useSaveTask();
  const ready = dirty && draft.title.trim() !== '' && !store.isPending;
  const answered = (answer: Task | Met) => {
    if ('fields' in answer) setMet(answer);
    else forget();
  };
  const save = (over: Task = base, what: Partial<Draft> = changes) => store.mutate({ task: over, changes: what }, { onSuccess: answered });
  const settle = ({ current, fields }: Met, mine: boolean) => {
    const left = mine ? changes : Object.fromEntries(Object.entries(changes).filter(([name]) => !fields.includes(name as keyof Draft)));
    rebase(current, mine ? [] : fields);
    setMet(null);
    if (Object.keys(left).length > 0) save(current, left);
    else forget();
  };
  return (
    <>
      <TaskState task={task} onGone={onDone} />
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) save();
        }}
        onKeyDown={(event) => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey) && ready) save();
        }}
      >
        <TaskFields draft={draft} onChange={change} errorOf={(name) => fieldError(store.error, name)} locked={!writes} />
        {met && <MetChange met={met} mine={draft} onMine={() => settle(met, true)} onTheirs={() => settle(met, false)} />}
        {store.error && (
          <Callout tone="bad" alert>
            {problem(store.error)}
          </Callout>
        )}
        {dirty && !met && (
          <div className={styles.buttons}>
            <Button type="submit" disabled={!ready} loading={store.isPending}>
              {t('common:action.save')}
            </Button>
            <Button variant="subtle" color="gray" onClick={forget}>
              {t('tasks:revert')}
            </Button>
          </div>
        )}
      </form>
      <TaskFacts task={task} />
      <TaskComments task={task} />
      <Suspense>
        <TaskRecords task={task} />
      </Suspense>
    </>
  );
}
