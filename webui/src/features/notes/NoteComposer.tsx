import { Checkbox } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { Icon } from '@/components';
import { useColleagues } from '@/features/customers/list/lookups';
import { liveKind, lookOf } from '@/features/timeline/look';
import { readTimelineAgain } from '@/features/timeline/useTimeline';
import { useFormat } from '@/lib/format';
import { http, useProblemText } from '@/lib/http';

import { namedIn } from './mentions';
import { NoteEditor } from './NoteEditor';
import styles from './Notes.module.css';

interface Props {
  customerId: string;
  /** The entry that the note is about. */
  about: Entry | null;
  onDone: () => void;
}

/** Writes an internal note onto a customer's timeline; a draft survives a reload and a look at another page. */
export function NoteComposer({ customerId, about, onDone }: Props) {
  const { t } = useTranslation('timeline');
  const problem = useProblemText();
  const colleagues = useColleagues();
  const [text, setText] = useSessionStorage({ key: `peyvand-note-${customerId}`, defaultValue: '', getInitialValueInEffect: false });
  const [pinned, setPinned] = useState(false);
  const add = useMutation({
    mutationFn: () => {
      const body: Record<string, unknown> = { text: text.trim() };
      const mentions = namedIn(text, colleagues).map(({ id }) => id);
      if (mentions.length > 0) body.mentions = mentions;
      if (pinned) body.pinned = true;
      if (about) body.about_id = about.interaction_id;
      return http.post<Entry>(`/api/customers/${customerId}/notes`, body);
    },
    onSuccess: () => {
      setText('');
      void readTimelineAgain(`/api/customers/${customerId}/timeline`);
      onDone();
    },
  });
  return (
    <div className={styles.composer}>
      {about && <About entry={about} />}
      <NoteEditor
        text={text}
        onText={setText}
        busy={add.isPending}
        failure={add.isError ? t('note.failed', { reason: problem(add.error) }) : null}
        save={t('note.add')}
        onSave={() => add.mutate()}
        onLeave={onDone}
      >
        <Checkbox size="xs" label={t('note.pin')} checked={pinned} onChange={(event) => setPinned(event.currentTarget.checked)} />
      </NoteEditor>
    </div>
  );
}

function About({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { t: touch } = useTranslation('touch');
  const { dateTime } = useFormat();
  const live = liveKind(entry);
  const what = live ? t(`live.${live}`) : touch(`kind.${lookOf(entry).kind}`);
  return (
    <p className={styles.about}>
      <Icon name="corner-down-right" size={14} mirror />
      {t('note.about', { what, when: dateTime(entry.occurred_at) })}
    </p>
  );
}
