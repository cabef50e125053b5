import { useTranslation } from 'react-i18next';

import type { Pop, PopCustomer, Tag } from '@/api';
import { Avatar, Chip, PhoneNumber } from '@/components';
import { useSession } from '@/lib/session';

import styles from './Caller.module.css';
import { placeOf } from './place';
import { Recent } from './Recent';
import { useOpenItems } from './useOpenItems';

const RISK_FIRST = ['bad', 'warn', 'vip'];

function byRisk(a: Tag, b: Tag): number {
  const rank = (tag: Tag) => (RISK_FIRST.includes(tag.tone) ? RISK_FIRST.indexOf(tag.tone) : RISK_FIRST.length);
  return rank(a) - rank(b);
}

/** A caller the hub knows: who, from where, what matters, what happened last. */
export function KnownCaller({ pop, customer }: { pop: Pop; customer: PopCustomer }) {
  const { t, i18n } = useTranslation('pops');
  const second = [customer.job_title, customer.organisation?.name].filter(Boolean).join(' · ');
  const place = placeOf(customer.place, pop.number?.region ?? null, i18n.language, t('comma'));
  return (
    <div className={styles.body}>
      <div className={styles.who}>
        <Avatar name={customer.name} initials={customer.initials} size={44} square={customer.kind === 'organisation'} />
        <div className={styles.lines}>
          <div className={styles.name}><bdi>{customer.name}</bdi></div>
          {second && <div className={`${styles.second} pv-cut`} dir="auto">{second}</div>}
          <div className={styles.third}>
            {pop.number && <PhoneNumber number={pop.number} />} {place && <span>{place}</span>}
          </div>
        </div>
      </div>
      <div className={styles.tags}>
        {[...customer.tags].sort(byRisk).map((tag) => (
          <Chip key={tag.name} tone={tag.tone}>
            {tag.name}
          </Chip>
        ))}
        {customer.owner && <Owner owner={customer.owner} />}
      </div>
      <Recent items={customer.recent} open={useOpenItems(customer.id)} />
    </div>
  );
}

function Owner({ owner }: { owner: NonNullable<PopCustomer['owner']> }) {
  const { t } = useTranslation('pops');
  const me = useSession()?.user.id;
  return (
    <span className={styles.owner}>
      {t('owner')} <Avatar name={owner.name} initials={owner.initials} size={20} />
      <span className="pv-cut" dir="auto">{owner.id === me ? t('you') : owner.name}</span>
    </span>
  );
}
