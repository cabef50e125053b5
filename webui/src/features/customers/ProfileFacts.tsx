import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { Avatar } from '@/components';
import { countryName } from '@/features/pops/place';
import { useFormat } from '@/lib/format';
import { useSession } from '@/lib/session';

import styles from './CustomerPanel.module.css';

/** What is known beside the name: owner, language, place, since when, the standing note. */
export function ProfileFacts({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation('customers');
  const { month } = useFormat();
  const { language, city, country, note } = customer;
  const known = language === 'fa' || language === 'en' ? t(`language.${language}`) : language;
  return (
    <section className={styles.section}>
      <dl className={styles.facts}>
        <Fact label={t('panel.owner')}>
          <Owner customer={customer} />
        </Fact>
        {known && <Fact label={t('panel.language')}>{known}</Fact>}
        {city && <Fact label={t('panel.city')}>{city}</Fact>}
        {country && <Fact label={t('panel.country')}>{countryName(country, i18n.language)}</Fact>}
        <Fact label={t('panel.since')}>{month(customer.created_at)}</Fact>
      </dl>
      {note && (
        <p className={styles.about} dir="auto">
          {note}
        </p>
      )}
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Owner({ customer: { owner } }: { customer: Customer }) {
  const { t } = useTranslation('customers');
  const me = useSession()?.user.id;
  if (!owner) return <span className={styles.none}>{t('panel.nobody')}</span>;
  return (
    <span className={styles.person}>
      <Avatar name={owner.name} initials={owner.initials} size={20} />
      {owner.id === me ? t('panel.you') : owner.name}
    </span>
  );
}
