import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Presence } from '@/api';
import { Icon } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './ToldNotice.module.css';

type Told = NonNullable<Presence['told']>;

function useWords(told: Told): string {
  const { t } = useTranslation(['presence', 'common']);
  if (told.what === 'away' && told.reason) return t('presence:told.awayFor', { reason: t(`common:reason.${told.reason}`) });
  return t(`presence:told.${told.what}`, { queue: `\u2068${told.queue ?? ''}\u2069` });
}

/** Says what a supervisor did with one's presence or queues, until it was seen. */
export function ToldNotice({ own, told, onSeen }: { own: Presence; told: Told; onSeen: () => void }) {
  const { t } = useTranslation('presence');
  const { time } = useFormat();
  const words = useWords(told);
  const waits = told.what === 'away' && (own.state === 'on_call' || own.state === 'ringing');
  return (
    <div className={styles.notice}>
      <Icon name="info-circle" />
      <p>
        <b>{t('told.title', { name: told.by })}</b> {words} {waits && t('told.later')}
      </p>
      <time dateTime={told.at}>{time(told.at)}</time>
      <Button size="compact-xs" variant="default" onClick={onSeen}>
        {t('told.seen')}
      </Button>
    </div>
  );
}
