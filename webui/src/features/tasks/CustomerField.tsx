import { Button, CloseButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { Avatar, Icon } from '@/components';
import { CustomerPicker } from '@/features/customers/CustomerPicker';
import { http } from '@/lib/http';
import { useCan } from '@/lib/session';

import type { Draft } from './draft';
import styles from './Tasks.module.css';

interface Props {
  customer: Draft['customer'];
  error: string | undefined;
  onChange: (customer: Draft['customer']) => void;
}

/** Whom it is about; found by any part of a name or number. */
export function CustomerField({ customer, error, onChange }: Props) {
  const { t } = useTranslation('tasks');
  const reads = useCan('customers:read');
  const [finding, setFinding] = useState(false);
  const choose = useMutation({
    mutationFn: (id: string) => http.get<Customer>(`/api/customers/${id}`),
    onSuccess: ({ id, name }) => {
      setFinding(false);
      onChange({ id, name });
    },
  });
  if (!reads && !customer) return null;
  if (finding)
    return (
      <div className={styles.finding}>
        <CustomerPicker label={t('field.customer')} busy={choose.isPending} onChoose={(id) => choose.mutate(id)} />
        <Button variant="subtle" size="compact-xs" color="gray" onClick={() => setFinding(false)}>
          {t('field.noCustomer')}
        </Button>
      </div>
    );
  return (
    <div>
      <span className={styles.label}>{t('field.customer')}</span>
      {customer ? (
        <span className={styles.chosen}>
          <Avatar name={customer.name} size={24} />
          <bdi className="pv-cut">{customer.name}</bdi>
          {reads && <CloseButton size="sm" aria-label={t('field.clearCustomer')} onClick={() => onChange(null)} />}
        </span>
      ) : (
        <Button variant="default" fullWidth justify="flex-start" leftSection={<Icon name="search" />} onClick={() => setFinding(true)}>
          {t('field.findCustomer')}
        </Button>
      )}
      {error && <p className={styles.error}>{error}</p>}
    </div>
  );
}
