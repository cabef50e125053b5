import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { CustomerRow } from '@/api';
import { Avatar, Chip, EmptyState, ErrorState, Icon, PhoneNumber, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './CustomerList.module.css';
import { useCustomers } from './useCustomers';

interface Props {
  text: string;
  onCreate: (() => void) | null;
}

/** The customers that fit, each a link to its page. */
export function CustomerList({ text, onCreate }: Props) {
  const { t } = useTranslation('customers');
  const problem = useProblemText();
  const query = useCustomers(text);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('title')}>
      {query.isPending && <SkeletonRows rows={10} />}
      {query.isError && rows.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && <Nobody text={text.trim()} onCreate={onCreate} />}
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {rows.length > 0 && <EndOfList query={query} more={t('more')} end={t('end')} problem={problem} />}
    </div>
  );
}

function Nobody({ text, onCreate }: Props) {
  const { t } = useTranslation('customers');
  const searched = text !== '';
  return (
    <EmptyState
      icon={searched ? 'search' : 'users'}
      title={searched ? t('empty.none', { q: text }) : t('empty.title')}
      text={searched ? t('empty.noneHint') : t('empty.text')}
    >
      {onCreate && (
        <Button leftSection={<Icon name="user-plus" />} onClick={onCreate}>
          {t('new')}
        </Button>
      )}
    </EmptyState>
  );
}

function Row({ row }: { row: CustomerRow }) {
  const { t } = useTranslation('customers');
  const { when } = useFormat();
  const second = [row.job_title, row.organisation].filter(Boolean).join(' · ');
  return (
    <li className={styles.row}>
      <Avatar name={row.name} initials={row.initials} size={34} square={row.kind === 'organisation'} />
      <div className={styles.who}>
        <Link to={`/customers/${row.id}`} className={styles.name}>
          {row.name}
        </Link>
        <span className={styles.second} dir="auto">{second || (row.kind === 'organisation' && t('kind.organisation'))}</span>
      </div>
      <div className={styles.reach}>
        {row.number && <PhoneNumber number={row.number} />}
        {row.email && <bdi dir="ltr">{row.email}</bdi>}
      </div>
      <div className={styles.tags}>
        {row.tags.map((tag) => (
          <Chip key={tag.name} tone={tag.tone}>
            {tag.name}
          </Chip>
        ))}
      </div>
      <div className={styles.owner}>
        {row.owner && (
          <>
            <Avatar name={row.owner.name} initials={row.owner.initials} size={20} />
            <span className="pv-cut">{row.owner.name}</span>
          </>
        )}
      </div>
      <div className={styles.when}>
        {row.last_contact_at && (
          <time dateTime={row.last_contact_at} title={t('last')}>
            {when(row.last_contact_at)}
          </time>
        )}
      </div>
    </li>
  );
}
