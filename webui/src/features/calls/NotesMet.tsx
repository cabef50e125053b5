import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Call } from '@/api';
import { Callout } from '@/components';

import styles from './CallNotes.module.css';

interface Props {
  current: Call;
  onMine: () => void;
  onTheirs: () => void;
}

/** The notes were changed on another page or computer: their text, beside the one in the field, until one is chosen. */
export function NotesMet({ current, onMine, onTheirs }: Props) {
  const { t } = useTranslation('calls');
  return (
    <Callout tone="warn" title={t('notes.met')} alert>
      <blockquote className={styles.theirs} dir="auto">
        {current.notes ?? t('notes.metEmpty')}
      </blockquote>
      <div className={styles.choose}>
        <Button size="xs" onClick={onMine}>
          {t('notes.mine')}
        </Button>
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t('notes.theirs')}
        </Button>
      </div>
    </Callout>
  );
}
