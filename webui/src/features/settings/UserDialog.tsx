import { SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Language } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { PasswordField } from '@/features/accounts/PasswordField';
import { languageNames } from '@/i18n';
import { http, queryClient, useFieldError } from '@/lib/http';

import page from './page.module.css';
import { RoleSelect } from './RoleSelect';

interface Fields {
  name: string;
  email: string;
  password: string;
  role: string;
  language: Language;
}

function useAdd(done: () => void) {
  return useMutation({
    mutationFn: (fields: Fields) => http.post('/api/users', fields),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['users'] });
      done();
    },
  });
}

/** Adds a person, with a first password that they change themselves. */
export function UserDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation(['settings']);
  const fieldError = useFieldError();
  const [fields, setFields] = useState<Fields>({ name: '', email: '', password: '', role: 'agent', language: i18n.language as Language });
  const add = useAdd(onClose);
  const submit = () => {
    add.mutate(fields);
  };
  const field = (name: 'name' | 'email' | 'password') => ({
    label: t(`settings:users.field.${name}`),
    required: true,
    withAsterisk: false,
    value: fields[name],
    error: fieldError(add.error, name),
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
  });
  return (
    <FormDialog title={t('settings:users.add')} submit={t('settings:users.create')} error={add.error} busy={add.isPending} onClose={onClose} onSubmit={submit}>
      <TextInput {...field('name')} data-autofocus autoComplete="off" />
      <TextInput {...field('email')} type="email" autoComplete="off" classNames={{ input: page.ltr }} />
      <PasswordField {...field('password')} size="sm" autoComplete="new-password" description={t('settings:users.passwordText')} />
      <RoleSelect label={t('settings:users.field.role')} value={fields.role} onRole={(role) => setFields({ ...fields, role })} />
      <SegmentedControl
        aria-label={t('settings:users.field.language')}
        value={fields.language}
        data={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
        onChange={(language) => setFields({ ...fields, language: language as Language })}
      />
    </FormDialog>
  );
}
