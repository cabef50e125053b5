import { useTranslation } from 'react-i18next';

import type { MessageCheck } from '@/api';
import { Callout } from '@/components';
import { useFormat } from '@/lib/format';
import { useSandbox } from '@/lib/sandbox';

import styles from './Messages.module.css';
import { useMoney } from './useMoney';

/** What would become of the message: why it may not go, else which way it goes. */
export function Judgement({ check, silent }: { check: MessageCheck | undefined; silent: boolean }) {
  const { t, i18n } = useTranslation('messages');
  const sandbox = useSandbox();
  const money = useMoney();
  const { digits } = useFormat();
  if (!check) return null;
  const { reason, facts } = check;
  if (reason !== null && !(silent && reason === 'empty')) {
    return (
      <Callout tone="warn" alert>
        {i18n.t([...Object.keys(facts).map((fact) => `reason.${reason}_${fact}`), `reason.${reason}`], { ns: 'messages', defaultValue: reason, ...facts })}
      </Callout>
    );
  }
  const cost = check.cost !== null && check.currency !== null && money(check.cost, check.currency);
  const ways = [check.sender && t('from', { sender: `\u2066${digits(check.sender)}\u2069` }), check.account && t('by', { account: `\u2068${check.account}\u2069` }), cost, sandbox?.on && t('captured')].filter(Boolean);
  return ways.length > 0 && <p className={styles.way}>{ways.join(' · ')}</p>;
}
