import { Button, Textarea } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Avatar, Callout } from '@/components';
import { dirOf } from '@/components/dirOf';

import { useMentionList } from './useMentionList';
import styles from './Notes.module.css';

const LONGEST = 4000;

interface Props {
  text: string;
  onText: (text: string) => void;
  busy: boolean;
  failure: string | null;
  /** The button's words. */
  save: string;
  onSave: () => void;
  onLeave: () => void;
  /** Beside the buttons. */
  children?: ReactNode;
}

/** Where a note is written: @ names colleagues, Ctrl+Enter saves, Escape leaves what is still empty. */
export function NoteEditor({ text, onText, busy, failure, save, onSave, onLeave, children }: Props) {
  const { t } = useTranslation('timeline');
  const field = useRef<HTMLTextAreaElement>(null);
  const names = useMentionList(field, text, onText);
  const ready = text.trim() !== '' && !busy;
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSave();
      }}
    >
      <Textarea
        ref={field}
        aria-label={t('note.label')}
        placeholder={t('note.placeholder')}
        value={text}
        dir={dirOf(text)}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={LONGEST}
        data-autofocus
        autoFocus
        aria-autocomplete="list"
        aria-controls={names.open ? names.id : undefined}
        aria-activedescendant={names.open ? `${names.id}-${names.at}` : undefined}
        onChange={(event) => {
          onText(event.currentTarget.value);
          names.moved(event.currentTarget.selectionStart);
        }}
        onSelect={(event) => names.moved(event.currentTarget.selectionStart)}
        onBlur={names.close}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || names.key(event)) return;
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey) && ready) onSave();
          if (event.code === 'Escape' && text.trim() === '') onLeave();
        }}
      />
      {names.open && (
        <ul id={names.id} role="listbox" aria-label={t('note.people')} className={styles.people}>
          {names.people.map((person, index) => (
            <li
              key={person.id}
              id={`${names.id}-${index}`}
              role="option"
              aria-selected={index === names.at}
              onMouseDown={(event) => {
                event.preventDefault();
                names.choose(person);
              }}
            >
              <Avatar name={person.name} initials={person.initials} size={24} />
              {person.name}
            </li>
          ))}
        </ul>
      )}
      {failure !== null && (
        <Callout tone="bad" alert>
          {failure}
        </Callout>
      )}
      <div className={styles.actions}>
        <Button type="submit" size="xs" loading={busy} disabled={text.trim() === ''}>
          {save}
        </Button>
        <Button variant="subtle" size="xs" color="gray" onClick={onLeave}>
          {t('note.cancel')}
        </Button>
        {children}
      </div>
    </form>
  );
}
