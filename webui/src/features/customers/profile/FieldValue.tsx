import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Customer } from '@/api';
import { Avatar } from '@/components';
import { countryName } from '@/features/pops/place';
import { formatDay, useFormat } from '@/lib/format';
import { useSession } from '@/lib/session';

import { useColleagues } from '../list/lookups';
import { personOf, type ProfileField } from './fields';
import styles from './Profile.module.css';

interface Props {
  field: ProfileField;
  value: string;
  /** Where names of people and organisations are looked for first. */
  customer: Customer;
}

/** A value as its reader knows it: names instead of ids, dates in their calendar, links to follow. */
export function FieldValue({ field, value, customer }: Props) {
  const { t, i18n } = useTranslation('profile');
  const { t: customers } = useTranslation('customers');
  const { style, digits } = useFormat();
  if (value === '') return <span className={styles.none}>{field.name === 'owner_id' ? t('nobody') : '—'}</span>;
  switch (field.kind) {
    case 'person':
      return <Person id={value} customer={customer} />;
    case 'organisation':
      return customer.organisation?.id === value ? <Link to={`/customers/${value}`}>{customer.organisation.name}</Link> : <Organisation id={value} />;
    case 'kind':
      return value === 'person' || value === 'organisation' ? customers(`kind.${value}`) : value;
    case 'language':
      return value === 'fa' || value === 'en' ? t(`language.${value}`) : value;
    case 'country':
      return countryName(value, i18n.language);
    case 'zone':
      return <bdi dir="ltr">{value.replaceAll('_', ' ')}</bdi>;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(`${value}T12:00:00Z`, { ...style, timeZone: 'UTC' }, 0) : value;
    case 'number':
      return <bdi dir="ltr">{Number.isFinite(Number(value)) ? new Intl.NumberFormat(style.language === 'fa' ? 'fa-IR' : 'en-GB', { maximumFractionDigits: 6 }).format(Number(value)) : digits(value)}</bdi>;
    case 'link':
      return (
        <a href={/^https?:\/\//.test(value) ? value : undefined} target="_blank" rel="noreferrer noopener" dir="ltr" className="pv-cut">
          {value.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
        </a>
      );
    default:
      return <span dir="auto">{value}</span>;
  }
}

function Organisation({ id }: { id: string }) {
  const { t } = useTranslation('profile');
  return <Link to={`/customers/${id}`}>{t('field.organisation_id')}</Link>;
}

function Person({ id, customer: { owner } }: { id: string; customer: Customer }) {
  const { t } = useTranslation('profile');
  const me = useSession()?.user.id;
  const colleagues = useColleagues();
  const name = owner?.id === id ? owner.name : personOf(id, colleagues);
  return (
    <span className={styles.person}>
      <Avatar name={name} size={20} />
      <span className="pv-cut">{id === me ? t('yourself') : name || '…'}</span>
    </span>
  );
}
