import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Identity } from '@/api';
import { Avatar, Icon, PhoneNumber } from '@/components';
import { useDial } from '@/features/calls/DialButton';
import { DialStatus } from '@/features/calls/DialStatus';
import { countryName } from '@/features/pops/place';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import styles from './CustomerPanel.module.css';
import { LinkIdentity } from './LinkIdentity';

/** What is known of a number or address, and ways to put a name to it. */
export function IdentityPanel({ identity, onSms }: { identity: Identity; onSms: (() => void) | null }) {
  const { t } = useTranslation('customers');
  const writes = useCan('customers:write');
  const dial = useDial();
  const phone = identity.kind === 'phone';
  return (
    <aside className={styles.panel} aria-label={t('number.title')}>
      <div className={styles.head}>
        <div className={styles.who}>
          <span className={styles.mark} aria-hidden>
            <Icon name="user-question" size={20} />
          </span>
          <div className={styles.lines}>
            <h1>{phone ? <PhoneNumber number={identity.display} /> : <bdi dir="ltr">{identity.display}</bdi>}</h1>
            <p className={styles.second}>{t(`number.kind.${identity.kind}`)}</p>
          </div>
        </div>
        {((phone && dial.allowed) || onSms) && (
          <div className={styles.quick}>
            {phone && dial.allowed && (
              <button type="button" disabled={!dial.ready || dial.state === 'sending'} onClick={() => dial.dial(identity.value)}>
                <Icon name="phone" size={18} />
                {t('panel.call')}
              </button>
            )}
            {onSms && (
              <button type="button" onClick={onSms}>
                <Icon name="message-2" size={18} />
                {t('panel.sms')}
              </button>
            )}
          </div>
        )}
        {phone && dial.allowed && <DialStatus command={dial} number={identity.display} ready={dial.ready} />}
      </div>
      <Users identity={identity} />
      {writes && <LinkIdentity identity={identity} />}
      <Facts identity={identity} />
    </aside>
  );
}

function Users({ identity }: { identity: Identity }) {
  const { t } = useTranslation('customers');
  return (
    <section className={styles.section}>
      <h2>{t('number.usedBy')}</h2>
      {identity.customers.length === 0 && <p className={styles.none}>{t('number.nobody')}</p>}
      <ul>
        {identity.customers.map((customer) => (
          <li key={customer.id} className={styles.identity}>
            <Avatar name={customer.name} initials={customer.initials} size={24} />
            <Link to={`/customers/${customer.id}`}>{customer.name}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Facts({ identity }: { identity: Identity }) {
  const { t, i18n } = useTranslation('customers');
  const { dateTime } = useFormat();
  return (
    <section className={styles.section}>
      <dl className={styles.facts}>
        {identity.region && (
          <>
            <dt>{t('panel.country')}</dt>
            <dd>{countryName(identity.region, i18n.language)}</dd>
          </>
        )}
        <dt>{t('number.first')}</dt>
        <dd>{dateTime(identity.first_seen_at)}</dd>
        <dt>{t('number.last')}</dt>
        <dd>{dateTime(identity.last_seen_at)}</dd>
      </dl>
    </section>
  );
}
