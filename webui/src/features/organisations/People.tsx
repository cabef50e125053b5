import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '@/components';
import { defaultColumns } from '@/features/customers/list/columns';
import { CustomerTable } from '@/features/customers/list/CustomerTable';
import { useCount } from '@/features/customers/list/Total';
import { useList } from '@/features/customers/list/useList';

import styles from './OrganisationPage.module.css';

const NO_SELECTION = () => undefined;

/** Those who belong to an organisation. */
export function People({ organisationId }: { organisationId: string }) {
  const { t } = useTranslation('lists');
  const count = useCount();
  const [sort, setSort] = useState('name');
  const { found, rows, total } = useList({ q: '', filter: null, sort, kind: null, owner_id: null }, true, `/api/organisations/${organisationId}/people`);
  const list = { area: 'people' as const, columns: defaultColumns('people'), sort, change: (next: { sort?: string | null }) => setSort(next.sort ?? 'name') };
  return (
    <>
      <CustomerTable
        list={list}
        found={found}
        rows={rows}
        selection={null}
        onSelection={NO_SELECTION}
        empty={<EmptyState icon="users" title={t('people.none')} text={t('people.noneText')} />}
      />
      {total !== null && rows.length > 0 && (
        <p className={styles.foot} role="status">
          {t('people.count', { count: total, total: count(total) })}
        </p>
      )}
    </>
  );
}
