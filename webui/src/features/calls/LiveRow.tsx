import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Call } from '@/api';
import { Avatar, Chip, PhoneNumber } from '@/components';
import { useFormat, useNow } from '@/lib/format';

import styles from './CallRow.module.css';
import { contactPath } from './contact';
import { running } from './durations';
import { ContactDetail, ContactMark, ContactName } from './who';

const TONES: Record<Call['state'], string> = { ringing: 'accent', waiting: 'warn', answered: 'ok', held: 'warn', ended: 'neutral' };

/** A call in progress with its running time. */
export function LiveRow({ call, own }: { call: Call; own: boolean }) {
  const { t } = useTranslation('calls');
  const { clock } = useFormat();
  const now = useNow();
  return (
    <li className={styles.row} data-own={own}>
      <ContactMark contact={call} size={34} />
      <div className={styles.who}>
        <Link to={contactPath(call)} className={styles.name}>
          <ContactName contact={call} />
        </Link>
        <span className={styles.detail}>
          <ContactDetail contact={call} />
        </span>
      </div>
      <div className={styles.line}>{call.queue ?? (call.dialled_display && <PhoneNumber number={call.dialled_display} />)}</div>
      <Agents call={call} />
      <div className={styles.outcome}>
        <Chip tone={TONES[call.state]}>{t(`state.${call.state}`)}</Chip>
      </div>
      <bdi dir="ltr" role="timer" className={`${styles.timer} pv-num`}>
        {clock(running(call, now))}
      </bdi>
    </li>
  );
}

/** Who talks, or who last did. */
export function Agents({ call }: { call: Call }) {
  const agent = call.agents.at(-1);
  return (
    <div className={styles.agent}>
      {agent && (
        <>
          <Avatar name={agent.name} initials={agent.initials} size={20} />
          <span className="pv-cut" dir="auto">{agent.name}</span>
        </>
      )}
    </div>
  );
}
