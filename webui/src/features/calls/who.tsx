import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

import type { Call, Pop } from '@/api';
import { Avatar, Icon, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './who.module.css';

type Contact = Pick<Call | Pop, 'customer' | 'candidates' | 'withheld' | 'number' | 'caller_name'>;

/** Who it is, as one line of plain text: for titles and notifications. */
export function nameOf(contact: Contact, t: TFunction<'calls'>, digits: (text: string) => string): string {
  if (contact.customer) return contact.customer.name;
  if (contact.withheld || !contact.number) return t('who.withheld');
  return `\u2066${digits(contact.number.display)}\u2069`;
}

/** `nameOf` bound to the reader's language. */
export function useNameOf(): (contact: Contact) => string {
  const { t } = useTranslation('calls');
  const { digits } = useFormat();
  return (contact) => nameOf(contact, t, digits);
}

/** The avatar of a contact: letters of a known one, a question mark of anybody else. */
export function ContactMark({ contact, size }: { contact: Contact; size: number }) {
  if (contact.customer) return <Avatar name={contact.customer.name} initials={contact.customer.initials} size={size} />;
  return (
    <span className={styles.mark} style={{ inlineSize: size, blockSize: size }} aria-hidden>
      <Icon name={contact.candidates.length > 0 ? 'users' : 'user-question'} size={size >= 34 ? 18 : 16} />
    </span>
  );
}

/** The name of a contact, else its number, else that it is withheld. */
export function ContactName({ contact }: { contact: Contact }) {
  const { t } = useTranslation('calls');
  if (contact.customer) return <bdi>{contact.customer.name}</bdi>;
  if (contact.withheld || !contact.number) return t('who.withheld');
  return <PhoneNumber number={contact.number} />;
}

/** The second line under the name: organisation and number, or what is not known. */
export function ContactDetail({ contact }: { contact: Contact }) {
  const { t } = useTranslation('calls');
  const { customer, candidates, number } = contact;
  if (customer) return number && <PhoneNumber number={number} />;
  if (candidates.length > 0) return t('who.several', { count: candidates.length });
  if (contact.caller_name) return <bdi>{contact.caller_name}</bdi>;
  return number && t('who.unknown');
}
