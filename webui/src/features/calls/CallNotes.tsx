import { Button, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useProblemText } from '@/lib/http';

import styles from './CallNotes.module.css';
import { NotesMet } from './NotesMet';
import { useNotes } from './useNotes';

interface Props {
  callId: string;
  /** What the hub has; typed text wins until it is saved. */
  notes: string | null;
  version: number;
  minRows?: number;
  autoFocus?: boolean;
  onEscape?: () => void;
}

/** Notes on a call, saved as they are typed. */
export function CallNotes({ callId, notes, version, minRows = 3, autoFocus, onEscape }: Props) {
  const { t } = useTranslation('calls');
  const { text, change, flush, leave, state, error, met, keepMine, takeTheirs } = useNotes(callId, { text: notes ?? '', version });
  return (
    <div className={styles.notes}>
      <Textarea
        aria-label={t('notes.label')}
        placeholder={t('notes.placeholder')}
        value={text}
        dir={dirOf(text)}
        autosize
        minRows={minRows}
        maxRows={14}
        maxLength={8000}
        autoFocus={autoFocus}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.code !== 'Escape' || !onEscape) return;
          event.stopPropagation();
          leave();
          onEscape();
        }}
      />
      {met && <NotesMet current={met} onMine={keepMine} onTheirs={takeTheirs} />}
      <SaveState state={state} error={error} retry={() => flush()} />
    </div>
  );
}

interface SaveProps {
  state: 'idle' | 'saving' | 'saved' | 'failed' | 'met';
  error: unknown;
  retry: () => void;
}

/** Whether what was typed is safe. */
function SaveState({ state, error, retry }: SaveProps) {
  const { t } = useTranslation('calls');
  const problem = useProblemText();
  return (
    <p className={styles.state} data-state={state} role="status">
      {state === 'saving' && t('notes.saving')}
      {state === 'saved' && (
        <>
          <Icon name="check" size={14} />
          {t('notes.savedNow')}
        </>
      )}
      {state === 'failed' && (
        <>
          {t('notes.failed', { reason: problem(error) })}
          <Button variant="default" size="compact-xs" onClick={retry}>
            {t('notes.retry')}
          </Button>
        </>
      )}
    </p>
  );
}
