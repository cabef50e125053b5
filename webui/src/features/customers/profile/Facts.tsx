import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { useFormat } from '@/lib/format';

import { useCustomFields } from '../list/lookups';
import { customOf, NOTE, STANDARD } from './fields';
import { InlineField } from './InlineField';
import styles from './Profile.module.css';

/** What is known beside the name: owner, stage, language, place, the organisation's own fields, the standing note. */
export function Facts({ customer }: { customer: Customer }) {
  const { t } = useTranslation('profile');
  const { month, dateTime } = useFormat();
  const custom = customOf(useCustomFields(), customer.kind);
  return (
    <>
      <section className={styles.section}>
        <dl className={styles.facts}>
          {STANDARD.map((field) => (
            <InlineField key={field.name} customer={customer} field={field} />
          ))}
          <div className={styles.fact}>
            <dt>{t('since')}</dt>
            <dd>{month(customer.created_at)}</dd>
          </div>
          {customer.last_contact_at && (
            <div className={styles.fact}>
              <dt>{t('lastContact')}</dt>
              <dd>{dateTime(customer.last_contact_at)}</dd>
            </div>
          )}
        </dl>
      </section>
      {custom.length > 0 && (
        <section className={styles.section}>
          <h2>{t('ownFields')}</h2>
          <dl className={styles.facts}>
            {custom.map((field) => (
              <InlineField key={field.name} customer={customer} field={field} />
            ))}
          </dl>
        </section>
      )}
      <section className={styles.section}>
        <dl className={styles.facts} data-wide>
          <InlineField customer={customer} field={NOTE} />
        </dl>
      </section>
    </>
  );
}
