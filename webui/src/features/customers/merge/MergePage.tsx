import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';

import { EmptyState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useCan } from '@/lib/session';

import { CustomerPicker } from '../CustomerPicker';
import { useCustomer } from '../useCustomers';
import { Compare } from './Compare';
import styles from './Merge.module.css';
import { useMergeProblem } from './useMergeProblem';
import { usePreview } from './useMerge';

/** Two customers who are one: found, compared, made one. */
export function MergePage() {
  const { customerId = '', otherId } = useParams();
  const { t } = useTranslation('merge');
  const navigate = useNavigate();
  const may = useCan('customers:merge');
  if (!may) return <EmptyState page icon="lock" title={t('title')} text={t('forbidden')} />;
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')}>
        {otherId && (
          <Button variant="default" leftSection={<Icon name="arrows-right-left" />} onClick={() => void navigate(`/customers/${otherId}/merge/${customerId}`, { replace: true })}>
            {t('swap')}
          </Button>
        )}
        <Button variant="subtle" color="gray" component={Link} to={`/customers/${customerId}`}>
          {t('leave')}
        </Button>
      </PageHeader>
      <div className={styles.body} tabIndex={0} role="region" aria-label={t('title')}>
        {otherId ? <Both key={customerId} survivorId={customerId} mergedId={otherId} /> : <Other customerId={customerId} />}
      </div>
    </div>
  );
}

function Other({ customerId }: { customerId: string }) {
  const { t } = useTranslation('merge');
  const navigate = useNavigate();
  const { customer } = useCustomer(customerId);
  return (
    <div className={styles.find}>
      <p>{t('findText', { name: customer?.name ?? '…' })}</p>
      <CustomerPicker label={t('find')} busy={false} omit={customerId} kind={customer?.kind} onChoose={(id) => void navigate(`/customers/${customerId}/merge/${id}`)} />
    </div>
  );
}

function Both({ survivorId, mergedId }: { survivorId: string; mergedId: string }) {
  const { t } = useTranslation('merge');
  const problem = useMergeProblem();
  const { data, error, isError, refetch } = usePreview(survivorId, mergedId);
  if (isError)
    return (
      <EmptyState icon="alert-triangle" title={t('cannot')} text={problem(error)}>
        <Button variant="default" onClick={() => void refetch()}>
          {t('again')}
        </Button>
        <Button variant="subtle" component={Link} to={`/customers/${survivorId}/merge`}>
          {t('findAnother')}
        </Button>
      </EmptyState>
    );
  return data ? <Compare preview={data} /> : <SkeletonRows rows={8} />;
}
