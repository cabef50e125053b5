import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorKind, ConnectorSetup } from '@/api';
import { Callout } from '@/components';
import { ApiProblem, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { useSaving } from '../useSaving';
import { AddressStep } from './AddressStep';
import styles from './Connect.module.css';
import { Findings } from './Findings';
import { formOf, optionsOf } from './form';
import { HookAddresses } from './HookAddresses';
import { PhonesStep } from './PhonesStep';
import { useCheck } from './useCheck';
import { useKindName } from './useKindName';

const STEPS = ['address', 'checked', 'phones', 'done'] as const;
type Step = (typeof STEPS)[number];

interface Props {
  kind: ConnectorKind;
  /** Null: one to add. */
  setup: ConnectorSetup | null;
  /** Short names that accounts have. */
  taken: string[];
  onDelete: (() => void) | null;
  onClose: () => void;
}

function Steps({ now, calls }: { now: Step; calls: boolean }) {
  const { t } = useTranslation('connect');
  return (
    <ol className={styles.steps}>
      {STEPS.filter((step) => calls || step !== 'phones').map((step) => (
        <li key={step} aria-current={step === now ? 'step' : undefined}>
          {t(`steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}

/** Adds an account step by step, or changes one: address and secret, the check, the phones of a phone system, done. */
export function ConnectDialog({ kind, setup, taken, onDelete, onClose }: Props) {
  const { t } = useTranslation(['connect', 'common']);
  const problem = useProblemText();
  const nameOf = useKindName();
  const calls = kind.channel === 'call';
  const narrow = useMediaQuery('(max-width: 860px)');
  const [form, setForm] = useState(() => formOf(setup, kind, taken));
  const [step, setStep] = useState<Step>('address');
  const fixed = setup?.source === 'file';
  const options = optionsOf(form, kind, setup);
  const check = useCheck(() => ({ connector: kind.name, account: setup?.account ?? null, options: fixed ? {} : options }));
  const { report } = check;
  const stored = setup && { id: setup.account, version: setup.version };
  const save = useSaving('/api/connectors', 'connectors', stored, () => setStep(report && calls ? 'phones' : 'done'));
  const store = () => {
    const { account, enabled } = form;
    save.mutate({ name: form.name.trim() || null, enabled, options, ...(!setup && { account, connector: kind.name }) });
  };
  const refused = check.error instanceof ApiProblem && check.error.status !== 0;
  const look = () => {
    save.reset();
    setStep('checked');
    check.run();
  };
  const atForm = step === 'address' || (step === 'checked' && refused);
  return (
    <Modal
      opened
      size={980}
      fullScreen={narrow}
      onClose={onClose}
      title={setup ? t('connect:change', { name: setup.name ?? setup.account }) : t('connect:addOne', { kind: nameOf(kind.name) })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {!fixed && <Steps now={step} calls={calls} />}
      {atForm && (
        <AddressStep {...{ kind, setup, form }} error={save.error ?? check.error} onChange={setForm} onSubmit={setup && !fixed ? store : look}>
          {onDelete && (
            <Button variant="subtle" color="red" className={styles.apart} onClick={onDelete}>
              {t('common:action.delete')}
            </Button>
          )}
          <Button type={setup && !fixed ? 'button' : 'submit'} variant={setup && !fixed ? 'default' : 'filled'} loading={check.running} onClick={setup && !fixed ? look : undefined}>
            {t('connect:check')}
          </Button>
          {setup && !fixed && (
            <Button type="submit" loading={save.isPending}>
              {t('common:action.save')}
            </Button>
          )}
        </AddressStep>
      )}
      {step === 'checked' && !refused && (
        <div className={page.form}>
          {save.error && <Callout tone="bad" alert title={problem(save.error)} />}
          {check.error ? <Callout tone="bad" alert title={problem(check.error)} /> : <Findings check={check} channel={kind.channel} />}
          <div className={page.buttons}>
            <Button variant="default" onClick={() => setStep('address')}>
              {t('connect:back')}
            </Button>
            <Button variant="default" disabled={check.running} onClick={look}>
              {t('connect:again')}
            </Button>
            {!fixed && (
              <Button loading={save.isPending} disabled={!report} onClick={store}>
                {report?.works !== false ? t('connect:save') : t('connect:saveAnyway')}
              </Button>
            )}
          </div>
        </div>
      )}
      {step === 'phones' && report && <PhonesStep account={form.account} check={report} onDone={() => setStep('done')} />}
      {step === 'done' && (
        <div className={page.form}>
          <Callout tone="info" title={t(setup ? 'connect:changed.title' : 'connect:done.title')}>
            {t(setup ? (form.enabled ? 'connect:changed.text' : 'connect:changed.off') : 'connect:done.text')}
          </Callout>
          {!setup && <HookAddresses kind={kind} form={form} />}
          <div className={page.buttons}>
            <Button onClick={onClose}>{t('common:action.close')}</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
