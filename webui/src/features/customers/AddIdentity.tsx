import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { toAscii } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import styles from './Forms.module.css';
import { useAddIdentity } from './useCustomers';

/** Puts one more number or mail on a customer. */
export function AddIdentity({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const problem = useProblemText();
  const add = useAddIdentity(customerId);
  const [kind, setKind] = useState<'phone' | 'email'>('phone');
  const [value, setValue] = useState('');
  const [label, setLabel] = useState('');
  const [primary, setPrimary] = useState(false);
  const ready = value.trim().length >= 3;
  const save = () =>
    ready && add.mutate({ kind, value: toAscii(value).trim(), label: label.trim() || null, primary }, { onSuccess: onClose });
  return (
    <form
      className={styles.inline}
      onSubmit={(event) => (event.preventDefault(), save())}
      onKeyDown={(event) => event.code === 'Escape' && onClose()}
    >
      <SegmentedControl
        aria-label={t('identity.kind')}
        value={kind}
        onChange={setKind}
        data={(['phone', 'email'] as const).map((name) => ({ value: name, label: t(`identity.${name}`) }))}
      />
      <TextInput
        label={t(kind === 'phone' ? 'form.phone' : 'form.email')}
        value={value}
        dir="ltr"
        inputMode={kind === 'phone' ? 'tel' : 'email'}
        autoComplete="off"
        autoFocus
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <TextInput
        label={t('identity.label')}
        placeholder={t('identity.labelHint')}
        value={label}
        dir={dirOf(label)}
        maxLength={80}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Checkbox size="xs" label={t('identity.primary')} checked={primary} onChange={(event) => setPrimary(event.currentTarget.checked)} />
      {add.isError && (
        <Callout tone="bad" alert>
          {t('identity.failed', { reason: problem(add.error) })}
        </Callout>
      )}
      <div className={styles.actions}>
        <Button type="submit" size="xs" disabled={!ready} loading={add.isPending}>
          {t('identity.save')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
