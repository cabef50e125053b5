import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Customer } from '@/api';
import { Avatar, Chip, Icon } from '@/components';
import { useDial } from '@/features/calls/DialButton';
import { DialStatus } from '@/features/calls/DialStatus';
import { useCan } from '@/lib/session';

import styles from './CustomerPanel.module.css';
import { EditProfile } from './EditProfile';
import { Identities } from './Identities';
import { ProfileFacts } from './ProfileFacts';

interface Props {
  customer: Customer;
  /** Opens the note; null when it may not be written. */
  onNote: (() => void) | null;
}

/** Who the customer is: name, ways to reach them, tags, owner, what is known. */
export function CustomerPanel({ customer, onNote }: Props) {
  const [editing, edit] = useDisclosure(false);
  const [more, details] = useDisclosure(false);
  const writes = useCan('customers:write');
  return (
    <aside className={styles.panel} aria-label={customer.name}>
      <Head customer={customer} onNote={onNote} onEdit={writes ? edit.open : null} more={more} onMore={details.toggle} />
      <div className={styles.more} data-open={more}>
        <Identities customer={customer} />
        <Tags customer={customer} />
        <ProfileFacts customer={customer} />
      </div>
      {editing && <EditProfile customer={customer} onClose={edit.close} />}
    </aside>
  );
}

interface HeadProps extends Props {
  onEdit: (() => void) | null;
  more: boolean;
  onMore: () => void;
}

function Head({ customer, onNote, onEdit, more, onMore }: HeadProps) {
  const { t } = useTranslation('customers');
  const dial = useDial();
  const phones = customer.identities.filter(({ kind }) => kind === 'phone');
  const phone = phones.find(({ primary }) => primary) ?? phones[0];
  return (
    <div className={styles.head}>
      <div className={styles.who}>
        <Avatar name={customer.name} initials={customer.initials} size={44} square={customer.kind === 'organisation'} />
        <div className={styles.lines}>
          <h1>{customer.name}</h1>
          <p className={styles.second}>
            {customer.job_title}
            {customer.job_title && customer.organisation && ' · '}
            {customer.organisation && <Link to={`/customers/${customer.organisation.id}`}>{customer.organisation.name}</Link>}
          </p>
        </div>
      </div>
      <div className={styles.quick}>
        {phone && dial.allowed && (
          <button type="button" disabled={!dial.ready || dial.state === 'sending'} onClick={() => dial.dial(phone.value)}>
            <Icon name="phone" size={18} />
            {t('panel.call')}
          </button>
        )}
        {onNote && (
          <button type="button" onClick={onNote}>
            <Icon name="note" size={18} />
            {t('panel.note')}
          </button>
        )}
        {onEdit && (
          <button type="button" onClick={onEdit}>
            <Icon name="pencil" size={18} />
            {t('panel.edit')}
          </button>
        )}
        <button type="button" className={styles.phoneOnly} aria-expanded={more} onClick={onMore}>
          <Icon name="dots" size={18} />
          {t('panel.more')}
        </button>
      </div>
      {phone && dial.allowed && <DialStatus command={dial} number={phone.display} ready={dial.ready} />}
    </div>
  );
}

function Tags({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  if (customer.tags.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t('panel.tags')}</h2>
      <div className={styles.tags}>
        {customer.tags.map((tag) => (
          <Chip key={tag.name} tone={tag.tone}>
            {tag.name}
          </Chip>
        ))}
      </div>
    </section>
  );
}
