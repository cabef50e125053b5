import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { OutboxRow } from '@/api';
import { Callout, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './Messages.module.css';
import { useTakeBack } from './useMessages';

const SHOWN_MS = 6_000;
const FAR_MS = 30_000;

interface Props {
  message: OutboxRow;
  to: string;
  timeline: string;
  onDone: () => void;
}

/** What was just sent or planned, while it can be taken back; it goes by itself. */
export function SentStrip({ message, to, timeline, onDone }: Props) {
  const { t } = useTranslation(['messages', 'common']);
  const { digits, dateTime } = useFormat();
  const problem = useProblemText();
  const back = useTakeBack(timeline);
  const [planned] = useState(() => message.send_at !== null && Date.parse(message.send_at) - Date.now() > FAR_MS);
  const left = back.isSuccess || back.isError;
  useEffect(() => {
    if (planned && !left) return;
    const timer = window.setTimeout(onDone, SHOWN_MS);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- six seconds from when it was sent, whatever is drawn meanwhile
  }, [planned, left]);
  const name = `\u2066${digits(to)}\u2069`;
  if (back.isError) return <Callout tone="warn" alert>{t('messages:notTakenBack', { reason: problem(back.error) })}</Callout>;
  return (
    <div className={styles.strip} role="status">
      <Icon name={back.isSuccess ? 'arrow-back-up' : planned ? 'clock' : 'circle-check'} />
      <span>
        {back.isSuccess ? t('messages:takenBack') : planned && message.send_at ? t('messages:planned', { to: name, when: dateTime(message.send_at) }) : t('messages:sending', { to: name })}
      </span>
      {!back.isSuccess && (
        <Button size="compact-sm" variant="subtle" loading={back.isPending} onClick={() => back.mutate(message.id)}>
          {t(planned ? 'messages:takeBack' : 'messages:undo')}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t('common:action.close')} onClick={onDone} />
    </div>
  );
}
