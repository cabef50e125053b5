import { useTranslation } from 'react-i18next';

import type { Presence } from '@/api';
import { Avatar, Chip, Icon, PhoneNumber, Timer } from '@/components';
import { useConnection } from '@/lib/socket';

import { AgentMenu } from './AgentMenu';
import styles from './AgentsPage.module.css';

interface Props {
  person: Presence;
  onFailed: (text: string | null) => void;
}

/** One agent: since when, at which phone, why they are away and who said so. */
export function AgentRow({ person, onFailed }: Props) {
  const { t } = useTranslation(['agents', 'common', 'presence']);
  const frozen = useConnection() !== 'online';
  return (
    <li className={styles.row} data-off={person.state === 'offline'}>
      <div className={styles.who}>
        <Avatar name={person.name} initials={person.initials} size={34} presence={person.state} />
        <div className={styles.lines}>
          <b className="pv-cut" dir="auto">{person.name}</b>
          <Why person={person} />
        </div>
      </div>
      <span className={styles.phone}>
        {person.extension && (
          <span className={styles.extension} title={t('agents:extension')}>
            <Icon name="desk-phone" size={16} />
            <span className="pv-sr">{t('agents:extension')}</span> <PhoneNumber number={person.extension} />
          </span>
        )}
        {person.phone && (
          <Chip tone="bad">
            <span title={t(`presence:phone.${person.phone}.text`)}>{t(`presence:short.${person.phone}`)}</span>
          </Chip>
        )}
      </span>
      <span className={styles.since}>{person.state !== 'offline' && <Timer since={person.since} frozen={frozen} />}</span>
      <AgentMenu person={person} onFailed={onFailed} />
    </li>
  );
}

function Why({ person }: { person: Presence }) {
  const { t } = useTranslation(['agents', 'common']);
  const reason = person.state === 'away' && (person.reason ? t(`common:reason.${person.reason}`) : person.note);
  const source = person.state === 'away' && person.source === 'phone' && t('agents:atPhone');
  const told = person.told && ['away', 'available'].includes(person.told.what) && t('agents:toldBy', { name: person.told.by });
  const parts = [reason, source, told].filter(Boolean);
  return <span className={`${styles.why} pv-cut`}>{parts.length > 0 ? parts.join(' · ') : t(`common:role.${person.role}`, { defaultValue: '' })}</span>;
}
