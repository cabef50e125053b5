import { useTranslation } from 'react-i18next';

import type { ConversationMessage } from '@/api';
import { Icon, type IconName } from '@/components';

import styles from './Conversations.module.css';

const ICONS: Record<string, IconName> = {
  accepted: 'clock',
  sending: 'clock',
  sent: 'check',
  delivered: 'circle-check',
  undelivered: 'alert-triangle',
  unknown: 'alert-triangle',
  captured: 'inbox',
  refused: 'ban',
};
const TONES: Record<string, string> = { delivered: 'ok', undelivered: 'bad', unknown: 'warn', refused: 'bad' };

/** What became of one that went out, and why, in words. */
export function Delivery({ message: { state, reason } }: { message: ConversationMessage }) {
  const { i18n } = useTranslation('outbox');
  const icon = ICONS[state];
  if (!icon) return null;
  const why = reason && i18n.t([`outbox:reason.${reason}`, `messages:reason.${reason}`], { defaultValue: reason });
  return (
    <span className={styles.delivery} data-tone={TONES[state]}>
      <Icon name={icon} size={14} />
      {i18n.t(`state.${state}`, { ns: 'outbox', defaultValue: state })}
      {why && <span className={styles.why}>{why}</span>}
    </span>
  );
}
