import { useTranslation } from 'react-i18next';

import type { SmsBalance } from '@/api';
import { Icon } from '@/components';
import { useMoney } from '@/features/messages/useMoney';
import { useFormat } from '@/lib/format';

import styles from './Connectors.module.css';
import page from './page.module.css';

/** What an account has left to send with, and when it said so; little and nothing are said in words. */
export function ConnectorBalance({ balance }: { balance: SmsBalance }) {
  const { t } = useTranslation('connect');
  const { when } = useFormat();
  const money = useMoney();
  const kind = Number(balance.amount) <= 0 ? 'none' : balance.low ? 'low' : 'left';
  return (
    <div className={kind === 'left' ? page.aside : styles.low}>
      {kind !== 'left' && <Icon name="alert-triangle" size={14} />}{' '}
      {t(`balance.${kind}`, { amount: money(balance.amount, balance.currency), when: when(balance.told_at) })}
    </div>
  );
}
