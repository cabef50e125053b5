import { useTranslation } from 'react-i18next';

import type { ConsentEvent } from '@/api';
import { Chip } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Consent.module.css';

const TONES: Record<string, string> = { granted: 'ok', denied: 'bad', withdrawn: 'bad', pending: 'warn' };

/** One thing that was said: by whom, how, when, to which words, and who wrote it down. */
export function LogEntry({ event }: { event: ConsentEvent }) {
  const { t } = useTranslation('consent');
  const { dateTime } = useFormat();
  const late = event.recorded_at.slice(0, 16) !== event.at.slice(0, 16);
  const facts = [
    t(`source.${event.source}`, { defaultValue: event.source }),
    event.customer && `\u2068${event.customer.name}\u2069`,
    event.actor && t('log.by', { name: `\u2068${event.actor.name}\u2069` }),
    late && t('log.recorded', { when: dateTime(event.recorded_at) }),
    event.taken_back && t('log.takenBack'),
  ];
  return (
    <li data-off={event.taken_back || undefined}>
      <span className={styles.head}>
        <Chip tone={TONES[event.state] ?? 'neutral'}>{t(`said.${event.state}`, { defaultValue: event.state })}</Chip>
        <span>
          {t(`channel.${event.channel as 'sms'}`)} · {t(`purpose.${event.purpose as 'service'}`)}
        </span>
        <time dateTime={event.at}>{dateTime(event.at)}</time>
      </span>
      <span className={styles.aside}>{facts.filter(Boolean).join(' · ')}</span>
      {event.wording && (
        <blockquote dir="auto" lang={event.language ?? undefined}>
          {event.wording}
        </blockquote>
      )}
    </li>
  );
}
