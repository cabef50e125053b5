import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer, CustomerRow, Page } from '@/api';
import { toAscii } from '@/lib/format';
import { http, queryClient } from '@/lib/http';

const SHOWN = 20;

/** The name of an organisation that the pages have read already, by its id. */
function knownName(id: string): string | undefined {
  const read = queryClient.getQueriesData<Customer>({ queryKey: ['customers', 'one'] }).map(([, customer]) => customer);
  return read.map((customer) => (customer?.organisation?.id === id ? customer.organisation.name : undefined)).find(Boolean);
}

interface Props {
  label: string;
  bare?: boolean;
  value: string;
  onChange: (id: string) => void;
}

/** Finds the organisation that somebody belongs to. */
export function OrganisationInput({ label, bare, value, onChange }: Props) {
  const { t } = useTranslation('profile');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(toAscii(text).trim(), 200);
  const { data } = useQuery({
    queryKey: ['customers', 'organisations', q],
    queryFn: ({ signal }) => http.get<Page<CustomerRow>>('/api/customers', { query: { q, kind: 'organisation', limit: SHOWN }, signal }),
    placeholderData: keepPreviousData,
  });
  const found = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const name = knownName(value);
  const chosen = value !== '' && name && !found.some((one) => one.value === value) ? [{ value, label: name }] : [];
  return (
    <Select
      {...(bare ? { 'aria-label': label } : { label })}
      searchable
      clearable
      data={[...chosen, ...found]}
      filter={({ options }) => options}
      value={value || null}
      nothingFoundMessage={t('none')}
      onSearchChange={setText}
      onChange={(id) => onChange(id ?? '')}
    />
  );
}
