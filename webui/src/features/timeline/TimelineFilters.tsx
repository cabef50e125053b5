import { useTranslation } from 'react-i18next';

import type { Channel } from '@/api';
import { ChannelIcon } from '@/components';

import styles from './Timeline.module.css';

const CHANNELS: Channel[] = ['call', 'sms', 'email', 'chat', 'note', 'campaign', 'event'];

interface Props {
  channel: Channel | null;
  onChange: (channel: Channel | null) => void;
}

/** One channel or all of them. */
export function TimelineFilters({ channel, onChange }: Props) {
  const { t } = useTranslation('timeline');
  return (
    <div className={styles.filters} role="group" aria-label={t('filters')}>
      <button type="button" className={styles.filter} aria-pressed={channel === null} onClick={() => onChange(null)}>
        {t('all')}
      </button>
      {CHANNELS.map((name) => (
        <button key={name} type="button" className={styles.filter} aria-pressed={channel === name} onClick={() => onChange(name)}>
          <ChannelIcon channel={name} />
          {t(`channel.${name}`)}
        </button>
      ))}
    </div>
  );
}
