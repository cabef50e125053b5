import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry, Task } from '@/api';
import { Avatar, Icon } from '@/components';
import { useColleagues } from '@/features/customers/list/lookups';
import { namedIn } from '@/features/notes/mentions';
import { NoteEditor } from '@/features/notes/NoteEditor';
import { NoteText } from '@/features/notes/NoteText';
import { useFormat } from '@/lib/format';
import { http, queryClient, useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import styles from './Tasks.module.css';

/** What was said about a task, oldest first; @ names colleagues. */
export function TaskComments({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const writes = useCan('tasks:write');
  const [writing, setWriting] = useState(false);
  const path = `/api/tasks/${task.id}/comments`;
  const { data } = useQuery({
    queryKey: ['tasks', 'comments', task.id, task.version],
    queryFn: ({ signal }) => http.get<{ items: Entry[] }>(path, { signal }),
    placeholderData: (known) => known,
  });
  return (
    <section className={styles.said} aria-label={t('comments.title')}>
      <h3>{t('comments.title')}</h3>
      <ul>
        {(data?.items ?? []).map((entry) => (
          <Comment key={entry.interaction_id} entry={entry} />
        ))}
      </ul>
      {writes && !writing && (
        <Button variant="default" size="xs" leftSection={<Icon name="message-2" />} onClick={() => setWriting(true)}>
          {t('comments.add')}
        </Button>
      )}
      {writing && <Write path={path} onDone={() => setWriting(false)} />}
    </section>
  );
}

function Comment({ entry }: { entry: Entry }) {
  const { dateTime } = useFormat();
  const name = entry.agent?.name ?? '';
  return (
    <li className={styles.comment}>
      <Avatar name={name} size={24} />
      <div>
        <p className={styles.by}>
          <b>{name}</b> <time dateTime={entry.occurred_at}>{dateTime(entry.occurred_at)}</time>
        </p>
        <NoteText text={entry.text ?? ''} mentions={entry.mentions} />
      </div>
    </li>
  );
}

function Write({ path, onDone }: { path: string; onDone: () => void }) {
  const { t } = useTranslation('tasks');
  const problem = useProblemText();
  const colleagues = useColleagues();
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () => http.post(path, { text: text.trim(), mentions: namedIn(text, colleagues).map(({ id }) => id) }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['tasks'] });
      onDone();
    },
  });
  return (
    <NoteEditor
      text={text}
      onText={setText}
      busy={add.isPending}
      failure={add.isError ? problem(add.error) : null}
      save={t('comments.send')}
      onSave={() => add.mutate()}
      onLeave={onDone}
    />
  );
}
