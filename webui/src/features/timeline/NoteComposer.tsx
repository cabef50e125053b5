import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from '@/api';
import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { http, queryClient, useProblemText } from '@/lib/http';

import styles from './NoteComposer.module.css';

interface Props {
  customerId: string;
  onDone: () => void;
}

/** Writes an internal note onto a customer's timeline; Ctrl+Enter saves, Escape leaves. */
export function NoteComposer({ customerId, onDone }: Props) {
  const { t } = useTranslation('timeline');
  const problem = useProblemText();
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () => http.post<Entry>(`/api/customers/${customerId}/notes`, { text: text.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['timeline', `/api/customers/${customerId}/timeline`] });
      onDone();
    },
  });
  const save = () => text.trim() !== '' && !add.isPending && add.mutate();
  return (
    <form className={styles.composer} onSubmit={(event) => (event.preventDefault(), save())}>
      <Textarea
        aria-label={t('note.label')}
        placeholder={t('note.placeholder')}
        value={text}
        dir={dirOf(text)}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        data-autofocus
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          if (event.code === 'Escape' && text === '') onDone();
        }}
      />
      {add.isError && (
        <Callout tone="bad" alert>
          {t('note.failed', { reason: problem(add.error) })}
        </Callout>
      )}
      <div className={styles.actions}>
        <Button type="submit" size="xs" loading={add.isPending} disabled={text.trim() === ''}>
          {t('note.add')}
        </Button>
        <Button variant="subtle" size="xs" color="gray" onClick={onDone}>
          {t('note.cancel')}
        </Button>
      </div>
    </form>
  );
}
