import { Button, Modal, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Suppression } from '@/api';
import { Callout } from '@/components';
import { useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { useLift } from './useSuppressions';

/** Asks why, before an address may be written to again. */
export function LiftDialog({ one, onClose }: { one: Suppression; onClose: () => void }) {
  const { t } = useTranslation(['consent', 'common']);
  const problem = useProblemText();
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const lift = useLift(one);
  const blank = why.trim() === '';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (!blank) lift.mutate(why.trim(), { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t('consent:liftOne', { value: `\u2066${one.display}\u2069` })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={page.form} onSubmit={submit} noValidate>
        {lift.error && <Callout tone="bad" alert title={problem(lift.error)} />}
        <p>{t('consent:liftText')}</p>
        <TextInput data-autofocus label={t('consent:why')} maxLength={400} value={why} error={tried && blank ? t('consent:whyMissing') : undefined} onChange={(event) => setWhy(event.currentTarget.value)} />
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={lift.isPending}>
            {t('consent:lift')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
