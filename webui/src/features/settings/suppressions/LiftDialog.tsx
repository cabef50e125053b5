import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Suppression } from '@/api';
import { FormDialog } from '@/components/FormDialog';

import { useLift } from './useSuppressions';

/** Asks why, before an address may be written to again. */
export function LiftDialog({ one, onClose }: { one: Suppression; onClose: () => void }) {
  const { t } = useTranslation(['consent']);
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const lift = useLift(one);
  const blank = why.trim() === '';
  const submit = () => {
    setTried(true);
    if (!blank) lift.mutate(why.trim(), { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('consent:liftOne', { value: `\u2066${one.display}\u2069` })}
      submit={t('consent:lift')}
      error={lift.error}
      busy={lift.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <p>{t('consent:liftText')}</p>
      <TextInput data-autofocus label={t('consent:why')} maxLength={400} value={why} error={tried && blank ? t('consent:whyMissing') : undefined} onChange={(event) => setWhy(event.currentTarget.value)} />
    </FormDialog>
  );
}
