import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { CustomerRow, Duplicate } from '@/api';
import { Avatar, Chip, Icon, Kbd, PhoneNumber } from '@/components';
import { useCustomer } from '@/features/customers/useCustomers';
import { useFormat } from '@/lib/format';

import styles from './DuplicatesPage.module.css';

interface Props {
  pair: Duplicate;
  onMerge: () => void;
  onDismiss: () => void;
  onNext: (() => void) | null;
}

/** Two customers side by side, what they share, and the decision. */
export function PairDetail({ pair, onMerge, onDismiss, onNext }: Props) {
  const { t } = useTranslation('lists');
  return (
    <section aria-label={t('duplicates.fields')} className={styles.compare}>
      <div className={styles.reasons}>
        <span className={styles.aside}>{t('duplicates.same')}</span>
        {pair.reasons.map(({ code, value }) => (
          <Chip key={`${code}${value}`} tone="accent">
            {t(`duplicates.reason.${code}`)}
            {value && <Shared code={code} value={value} />}
          </Chip>
        ))}
      </div>
      <div className={styles.sides}>
        <Side row={pair.a} other={pair.b} />
        <Side row={pair.b} other={pair.a} />
      </div>
      <div className={styles.decide}>
        <Button leftSection={<Icon name="git-merge" />} rightSection={<Kbd on="accent">M</Kbd>} onClick={onMerge}>
          {t('duplicates.merge')}
        </Button>
        <Button variant="default" rightSection={<Kbd>X</Kbd>} onClick={onDismiss}>
          {t('duplicates.dismiss')}
        </Button>
        {onNext && (
          <Button variant="subtle" color="gray" rightSection={<Kbd>↓</Kbd>} onClick={onNext}>
            {t('duplicates.next')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Shared({ code, value }: { code: string; value: string }) {
  const { digits } = useFormat();
  const ltr = code === 'phone' || code === 'email';
  return (
    <>
      {': '}
      <bdi dir={ltr ? 'ltr' : 'auto'}>{code === 'phone' ? digits(value) : value}</bdi>
    </>
  );
}

function Side({ row, other }: { row: CustomerRow; other: CustomerRow }) {
  const { t } = useTranslation(['lists', 'customers']);
  const { when, day } = useFormat();
  const { customer } = useCustomer(row.id);
  const identities = customer?.identities ?? [];
  const of = (kind: string) => identities.filter((identity) => identity.kind === kind).map(({ id, display }) => <Address key={id} kind={kind} text={display} />);
  return (
    <article className={styles.side}>
      <header>
        <Avatar name={row.name} initials={row.initials} size={44} square={row.kind === 'organisation'} />
        <div className={styles.lines}>
          <Link to={`/customers/${row.id}`}>
            <bdi>{row.name}</bdi>
          </Link>
          <span className={styles.aside}>{row.job_title ?? t(`customers:kind.${row.kind}`)}</span>
        </div>
      </header>
      <dl>
        <Fact label={t('lists:column.number')} same={row.number !== null && row.number === other.number}>
          {customer ? of('phone') : row.number && <PhoneNumber number={row.number} />}
        </Fact>
        <Fact label={t('lists:column.email')} same={row.email !== null && row.email === other.email}>
          {customer ? of('email') : row.email && <bdi dir="ltr">{row.email}</bdi>}
        </Fact>
        <Fact label={t('lists:column.organisation')} same={row.organisation !== null && row.organisation === other.organisation}>
          {row.organisation}
        </Fact>
        <Fact label={t('lists:column.city')}>{customer?.city}</Fact>
        <Fact label={t('lists:column.owner')} same={row.owner !== null && row.owner.id === other.owner?.id}>
          {row.owner?.name}
        </Fact>
        <Fact label={t('lists:column.tags')}>
          {row.tags.length > 0 && (
            <span className={styles.tags}>
              {row.tags.map((tag) => (
                <Chip key={tag.name} tone={tag.tone}>
                  {tag.name}
                </Chip>
              ))}
            </span>
          )}
        </Fact>
        <Fact label={t('lists:column.last_contact_at')}>{row.last_contact_at && when(row.last_contact_at)}</Fact>
        <Fact label={t('lists:column.created_at')}>{customer && day(customer.created_at)}</Fact>
      </dl>
    </article>
  );
}

function Address({ kind, text }: { kind: string; text: string }) {
  return kind === 'phone' ? (
    <PhoneNumber number={text} />
  ) : (
    <bdi dir="ltr" className={styles.mail}>
      {text}
    </bdi>
  );
}

function Fact({ label, same = false, children }: { label: string; same?: boolean; children?: ReactNode }) {
  const nothing = children === null || children === undefined || children === false || (Array.isArray(children) && children.length === 0);
  return (
    <>
      <dt>{label}</dt>
      <dd data-same={same}>{nothing ? '–' : children}</dd>
    </>
  );
}
