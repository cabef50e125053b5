import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorSetup } from '@/api';
import { Callout } from '@/components';
import { ApiProblem, http, queryClient, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { AddressStep } from './AddressStep';
import styles from './Connect.module.css';
import { Findings } from './Findings';
import { formOf, optionsOf, type SetupForm } from './form';
import { PhonesStep } from './PhonesStep';
import { useCheck } from './useCheck';

const STEPS = ['address', 'checked', 'phones', 'done'] as const;
type Step = (typeof STEPS)[number];

interface Props {
  /** Null: one to add. */
  setup: ConnectorSetup | null;
  /** Short names that accounts have. */
  taken: string[];
  onDelete: (() => void) | null;
  onClose: () => void;
}

function Steps({ now }: { now: Step }) {
  const { t } = useTranslation('connect');
  return (
    <ol className={styles.steps}>
      {STEPS.map((step) => (
        <li key={step} aria-current={step === now ? 'step' : undefined}>
          {t(`steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}

/** Adds or changes the account for what the form says; where a secret was not typed the stored one stays. */
function useSave(setup: ConnectorSetup | null, form: SetupForm, onSaved: () => void) {
  return useMutation({
    mutationFn: () => {
      const { account, enabled } = form;
      const body = { name: form.name.trim() || null, enabled, options: optionsOf(form) };
      if (!setup) return http.post('/api/connectors', { account, connector: 'asterisk', ...body });
      const headers = { 'If-Match': `"${setup.version}"` };
      return http.patch(`/api/connectors/${encodeURIComponent(setup.account)}`, body, { headers });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
      onSaved();
    },
  });
}

/** Adds a phone system in four steps, or changes one: address and secret, the check, its phones, done. */
export function ConnectDialog({ setup, taken, onDelete, onClose }: Props) {
  const { t } = useTranslation(['connect', 'common']);
  const problem = useProblemText();
  const narrow = useMediaQuery('(max-width: 860px)');
  const [form, setForm] = useState(() => formOf(setup, taken));
  const [step, setStep] = useState<Step>('address');
  const fixed = setup?.source === 'file';
  const known = setup?.source === 'page';
  const check = useCheck(() => ({ connector: 'asterisk', account: setup?.account ?? null, options: fixed ? {} : optionsOf(form) }));
  const { report } = check;
  const save = useSave(setup, form, () => setStep(report ? 'phones' : 'done'));
  const refused = check.error instanceof ApiProblem && check.error.status !== 0;
  const look = () => {
    save.reset();
    setStep('checked');
    check.run();
  };
  return (
    <Modal
      opened
      size={980}
      fullScreen={narrow}
      onClose={onClose}
      title={setup ? t('connect:change', { name: setup.name ?? setup.account }) : t('connect:add')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {!fixed && <Steps now={step} />}
      {(step === 'address' || (step === 'checked' && refused)) && (
        <AddressStep form={form} error={save.error ?? check.error} busy={check.running} known={known} fixed={fixed} onChange={setForm} onCheck={look}>
          {onDelete && (
            <Button variant="subtle" color="red" onClick={onDelete}>
              {t('common:action.delete')}
            </Button>
          )}
        </AddressStep>
      )}
      {step === 'checked' && !refused && (
        <div className={page.form}>
          {save.error && <Callout tone="bad" alert title={problem(save.error)} />}
          {check.error ? <Callout tone="bad" alert title={problem(check.error)} /> : <Findings check={check} />}
          <div className={page.buttons}>
            <Button variant="default" onClick={() => setStep('address')}>
              {t('connect:back')}
            </Button>
            <Button variant="default" disabled={check.running} onClick={look}>
              {t('connect:again')}
            </Button>
            {!fixed && (
              <Button loading={save.isPending} disabled={!report} onClick={() => save.mutate()}>
                {report?.works !== false ? t('connect:save') : t('connect:saveAnyway')}
              </Button>
            )}
          </div>
        </div>
      )}
      {step === 'phones' && report && <PhonesStep account={form.account} check={report} onDone={() => setStep('done')} />}
      {step === 'done' && (
        <div className={page.form}>
          <Callout tone="info" title={t('connect:done.title')}>
            {t('connect:done.text')}
          </Callout>
          <div className={page.buttons}>
            <Button onClick={onClose}>{t('common:action.close')}</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
