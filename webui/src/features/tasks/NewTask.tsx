import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';
import { useSession } from '@/lib/session';

import { useMakeTask } from './actions';
import { bodyOf, changed, type Draft, EMPTY } from './draft';
import type { Start } from './TaskDrawer';
import { TaskFields } from './TaskFields';
import styles from './Tasks.module.css';

/** Writes a new task; without a word it is one's own. */
export function NewTask({ start: { about_id, call_id, ...start }, onDone }: { start: Start; onDone: () => void }) {
  const { t } = useTranslation(['tasks', 'common']);
  const me = useSession()?.user.id ?? null;
  const problem = useProblemText();
  const fieldError = useFieldError();
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, assignee_id: start.team_id ? null : me, ...start });
  const make = useMakeTask();
  const ready = draft.title.trim() !== '';
  const save = () => {
    const origin = about_id ? { about_id } : call_id ? { call_id } : {};
    make.mutate({ ...bodyOf(changed(EMPTY, draft)), title: draft.title.trim(), ...origin }, { onSuccess: onDone });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) save();
      }}
      onKeyDown={(event) => {
        if (event.code === 'Enter' && (event.ctrlKey || event.metaKey) && ready && !make.isPending) save();
      }}
    >
      <TaskFields draft={draft} onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))} errorOf={(name) => fieldError(make.error, name)} fresh />
      {make.error && (
        <Callout tone="bad" alert>
          {problem(make.error)}
        </Callout>
      )}
      <div className={styles.buttons}>
        <Button type="submit" disabled={!ready} loading={make.isPending}>
          {t('tasks:add')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </form>
  );
}
