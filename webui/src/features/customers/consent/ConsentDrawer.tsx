import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Consent, Customer, CustomerIdentity } from '@/api';
import { Callout, Chip, ErrorState, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import styles from './Consent.module.css';
import { LogEntry } from './LogEntry';
import { SayForm } from './SayForm';
import { useConsentLog } from './useConsentLog';

interface Props {
  customer: Customer;
  identity: CustomerIdentity;
  onClose: () => void;
}

/** What is allowed at an address and why, everything that was said there, and a form for what is said now. */
export function ConsentDrawer({ customer, identity, onClose }: Props) {
  const { t } = useTranslation(['consent', 'common']);
  const problem = useProblemText();
  const writes = useCan('consent:write');
  const known = customer.consents.filter((one) => one.identity_id === identity.id);
  const { query, events } = useConsentLog(identity.id, known.map(({ version }) => version).join());
  return (
    <Drawer opened onClose={onClose} position="right" size={560} title={t('consent:log.title', { value: `\u2066${identity.display}\u2069` })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={styles.drawer} onKeyDown={(event) => event.code !== 'Escape' && event.stopPropagation()}>
        {identity.shared_with > 0 && (
          <Callout tone="warn" title={t('consent:log.shared', { count: identity.shared_with })}>
            {t('consent:log.sharedText')}
          </Callout>
        )}
        <ul className={styles.standing} aria-label={t('consent:log.standing')}>
          {known.map((one) => (
            <Standing key={one.channel + one.purpose} one={one} />
          ))}
        </ul>
        {writes && <SayForm customer={customer} identity={identity} known={known} />}
        <section aria-label={t('consent:log.history')}>
          <h3>{t('consent:log.history')}</h3>
          {query.isPending && <SkeletonRows rows={3} />}
          {query.isError && events.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
          {query.isSuccess && events.length === 0 && <p className={styles.aside}>{t('consent:log.empty')}</p>}
          <ol className={styles.log}>
            {events.map((event) => (
              <LogEntry key={event.id} event={event} />
            ))}
          </ol>
          {events.length > 0 && <EndOfList query={query} more={t('consent:more')} problem={problem} />}
        </section>
      </div>
    </Drawer>
  );
}

function Standing({ one }: { one: Consent }) {
  const { t } = useTranslation('consent');
  return (
    <li>
      <span>
        <b>{t(`channel.${one.channel}`)}</b> {t(`purpose.${one.purpose}`)}
      </span>
      <Chip tone={one.allowed ? 'ok' : 'bad'}>{t(one.allowed ? 'log.may' : 'log.mayNot')}</Chip>
      <span className={styles.aside}>{t(`because.${one.reason}`, { defaultValue: one.reason })}</span>
    </li>
  );
}
