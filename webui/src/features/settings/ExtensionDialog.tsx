import { Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Connector, Extension } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { toAscii } from '@/lib/format';
import { http, queryClient, useFieldError } from '@/lib/http';

import page from './page.module.css';

interface Fields {
  account: string;
  endpoint: string;
  number: string;
  label: string;
}

function fieldsOf(extension: Extension | null): Fields {
  const { account = '', endpoint = '', number = '', label } = extension ?? {};
  return { account, endpoint, number, label: label ?? '' };
}

function useAccounts(): string[] {
  const { data } = useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => http.get<{ items: Connector[] }>('/api/connectors', { signal }),
  });
  return (data?.items ?? []).filter(({ channel }) => channel === 'call').map(({ account }) => account);
}

function useSave(extension: Extension | null, done: () => void) {
  return useMutation({
    mutationFn: ({ account, ...fields }: Fields) =>
      extension ? http.patch(`/api/extensions/${extension.id}`, { number: fields.number, label: fields.label }) : http.post('/api/extensions', { account, ...fields }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['extensions'] });
      done();
    },
  });
}

/** Adds an extension, or changes one. */
export function ExtensionDialog({ extension, onClose }: { extension: Extension | null; onClose: () => void }) {
  const { t } = useTranslation(['settings']);
  const fieldError = useFieldError();
  const accounts = useAccounts();
  const [fields, setFields] = useState<Fields>(fieldsOf(extension));
  const save = useSave(extension, onClose);
  const account = fields.account || (accounts[0] ?? '');
  const submit = () => {
    const { endpoint, number, label } = fields;
    save.mutate({ account, endpoint: endpoint.trim(), number: toAscii(number).trim(), label: label.trim() });
  };
  const field = (name: 'endpoint' | 'number' | 'label') => ({
    label: t(`settings:extensions.field.${name}`),
    required: true,
    withAsterisk: false,
    value: fields[name],
    error: fieldError(save.error, name),
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  return (
    <FormDialog title={extension ? t('settings:extensions.edit') : t('settings:extensions.add')} error={save.error} busy={save.isPending} onClose={onClose} onSubmit={submit}>
      {!extension && accounts.length > 1 && (
        <Select
          label={t('settings:extensions.field.account')}
          data={accounts}
          value={account}
          allowDeselect={false}
          onChange={(value) => setFields({ ...fields, account: value ?? '' })}
        />
      )}
      <TextInput {...field('number')} data-autofocus inputMode="numeric" classNames={{ input: page.ltr }} />
      <TextInput {...field('label')} />
      <TextInput {...field('endpoint')} description={t('settings:extensions.endpointText')} placeholder="PJSIP/101" disabled={extension !== null} classNames={{ input: page.ltr }} />
    </FormDialog>
  );
}
