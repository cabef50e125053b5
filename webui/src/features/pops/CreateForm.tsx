import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CustomerKind } from '@/api';
import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useProblemText } from '@/lib/http';

import { useCreate } from './actions';
import styles from './Forms.module.css';
import type { Offered } from './order';

/** A new customer out of a caller: the name, and whether it is a person. */
export function CreateForm({ pop, onClose }: { pop: Offered; onClose: () => void }) {
  const { t } = useTranslation('pops');
  const { t: customers } = useTranslation('customers');
  const problem = useProblemText();
  const create = useCreate(pop.call_id);
  const [name, setName] = useState(pop.caller_name ?? '');
  const [kind, setKind] = useState<CustomerKind>('person');
  const ready = name.trim() !== '' && !create.isPending;
  const save = () => ready && create.mutate({ name: name.trim(), kind }, { onSuccess: onClose });
  return (
    <form
      className={styles.form}
      aria-label={t('createTitle')}
      onSubmit={(event) => (event.preventDefault(), save())}
      onKeyDown={(event) => event.code === 'Escape' && onClose()}
    >
      <TextInput label={customers('form.name')} value={name} dir={dirOf(name)} autoFocus maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <SegmentedControl
        aria-label={customers('form.kind')}
        value={kind}
        onChange={setKind}
        data={(['person', 'organisation'] as const).map((value) => ({ value, label: customers(`kind.${value}`) }))}
      />
      {create.isError && (
        <Callout tone="bad" alert>
          {t('failed.choose', { reason: problem(create.error) })}
        </Callout>
      )}
      <div className={styles.actions}>
        <Button type="submit" disabled={!ready} loading={create.isPending}>
          {t('save')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('back')}
        </Button>
      </div>
    </form>
  );
}
