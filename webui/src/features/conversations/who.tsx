import { useTranslation } from 'react-i18next';

import type { Conversation } from '@/api';
import { Avatar, Icon, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Conversations.module.css';

/** With whom, in words: a name, several names, or the number. */
export function useWho(): (one: Pick<Conversation, 'customers' | 'shown_address'>) => string {
  const { i18n } = useTranslation();
  const { digits } = useFormat();
  const list = new Intl.ListFormat(i18n.language, { type: 'disjunction', style: 'short' });
  return ({ customers, shown_address }) => (customers.length > 0 ? list.format(customers.map(({ name }) => name)) : `\u2066${digits(shown_address)}\u2069`);
}

/** The same to be shown: who shares a number is named after one another. */
export function Who({ one }: { one: Conversation }) {
  const who = useWho();
  return one.customers.length > 0 ? <bdi>{who(one)}</bdi> : <PhoneNumber number={one.shown_address} />;
}

/** The first letters of whoever it is, or a mark for nobody known. */
export function Face({ one, size = 34 }: { one: Conversation; size?: number }) {
  const first = one.customers[0];
  if (first && one.customers.length === 1) return <Avatar name={first.name} size={size} />;
  return (
    <span className={styles.face} style={{ inlineSize: size, blockSize: size }} aria-hidden>
      <Icon name={first ? 'users' : 'user-question'} size={18} />
    </span>
  );
}
