import { Button, FileButton, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConsentImport } from '@/api';
import { Callout } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from '../suppressions/Suppressions.module.css';
import { Counts, Refused, StateChip, Work } from './Outcome';
import { atWork, CHANNELS, PURPOSES, type Silent, STATES, useAct, useConsentImport, useLook } from './useConsentImports';

/** A file of consents: looked at, written down, taken back. */
export function ImportDialog({ first, onClose }: { first: ConsentImport | null; onClose: () => void }) {
  const { t } = useTranslation(['consentFiles', 'consent', 'common']);
  const problem = useProblemText();
  const fieldError = useFieldError();
  const look = useLook();
  const known = look.data ?? first;
  const one = useConsentImport(known?.id ?? null, known);
  const act = useAct(one?.id ?? null);
  const error = look.error ?? act.error;
  return (
    <Modal opened size={720} onClose={onClose} title={t('consentFiles:dialog.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={page.form}>
        {error && <Callout tone="bad" alert title={fieldError(error, 'file') ?? problem(error)} />}
        {one ? <Found one={one} /> : <Choose look={look} />}
        {one && (
          <Actions key={one.state} one={one} pending={act.isPending} onAct={(what, why) => act.mutate({ act: what, why })} onClose={onClose} />
        )}
      </div>
    </Modal>
  );
}

function Choose({ look }: { look: ReturnType<typeof useLook> }) {
  const { t } = useTranslation(['consentFiles', 'consent']);
  const [silent, setSilent] = useState<Silent>({ channel: null, purpose: 'marketing', state: 'granted' });
  const change = (part: Partial<Silent>) => setSilent((before) => ({ ...before, ...part }));
  return (
    <>
      <p className={page.aside}>{t('consentFiles:dialog.about')}</p>
      <h3>{t('consentFiles:dialog.silent')}</h3>
      <div className={styles.pair}>
        <Select
          label={t('consent:field.channel')}
          placeholder={t('consentFiles:dialog.channelAny')}
          clearable
          clearButtonProps={{ 'aria-label': t('consentFiles:dialog.channelAny') }}
          data={CHANNELS.map((value) => ({ value, label: t(`consent:channel.${value}`) }))}
          value={silent.channel}
          onChange={(channel) => change({ channel })}
        />
        <Select label={t('consent:field.purpose')} allowDeselect={false} data={PURPOSES.map((value) => ({ value, label: t(`consent:purpose.${value}`) }))} value={silent.purpose} onChange={(purpose) => purpose && change({ purpose })} />
        <Select label={t('consent:say.state')} allowDeselect={false} data={STATES.map((value) => ({ value, label: t(`consent:said.${value}`) }))} value={silent.state} onChange={(state) => state && change({ state })} />
      </div>
      <div className={page.buttons}>
        <FileButton accept=".csv,.txt,.xlsx" onChange={(file) => file && look.mutate({ file, silent })}>
          {(props) => (
            <Button {...props} loading={look.isPending}>
              {t('consentFiles:dialog.choose')}
            </Button>
          )}
        </FileButton>
      </div>
    </>
  );
}

function Found({ one }: { one: ConsentImport }) {
  const { t } = useTranslation(['consentFiles', 'consent']);
  const names = one.columns.map((name) => t(`consentFiles:column.${name as 'address'}`)).join(t('consent:comma'));
  return (
    <>
      <p className={styles.head}>
        <b>
          <bdi>{one.name}</bdi>
        </b>
        <StateChip state={one.state} />
        {one.state !== 'checking' && <Counts one={one} />}
      </p>
      <p className={page.aside}>{t('consentFiles:dialog.columns', { names })}</p>
      {one.error && <Callout tone="bad" title={one.error} />}
      <Work one={one} />
      {one.state === 'checked' && one.added === 0 && <Callout tone="info" title={t('consentFiles:dialog.nothing')} />}
      {one.state !== 'checking' && <Refused one={one} />}
    </>
  );
}

interface ActionsProps {
  one: ConsentImport;
  pending: boolean;
  onAct: (what: 'start' | 'cancel' | 'undo', why?: string) => void;
  onClose: () => void;
}

function Actions({ one, pending, onAct, onClose }: ActionsProps) {
  const { t } = useTranslation(['consentFiles', 'common']);
  const [why, setWhy] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const blank = (why ?? '').trim() === '';
  const back = () => {
    setTried(true);
    if (!blank) onAct('undo', why?.trim());
  };
  const backable = one.done > 0 && (one.state === 'done' || one.state === 'cancelled' || one.state === 'failed');
  return (
    <>
      {why !== null && (
        <>
          <p>{t('consentFiles:dialog.undoAbout')}</p>
          <TextInput autoFocus label={t('consentFiles:dialog.why')} maxLength={400} value={why} error={tried && blank ? t('consentFiles:dialog.whyMissing') : undefined} onChange={(event) => setWhy(event.currentTarget.value)} />
        </>
      )}
      <div className={page.buttons}>
        {(one.state === 'checking' || one.state === 'running') && (
          <Button variant="default" loading={pending} onClick={() => onAct('cancel')}>
            {t('consentFiles:dialog.stop')}
          </Button>
        )}
        {backable && (
          <Button variant={why === null ? 'default' : 'filled'} loading={pending} onClick={why === null ? () => setWhy('') : back}>
            {t('consentFiles:dialog.undo')}
          </Button>
        )}
        {one.state === 'checked' && one.added > 0 ? (
          <Button loading={pending} onClick={() => onAct('start')}>
            {t('consentFiles:dialog.start', { count: one.added })}
          </Button>
        ) : (
          <Button variant={atWork(one) || why !== null ? 'default' : 'filled'} onClick={onClose}>
            {t('common:action.close')}
          </Button>
        )}
      </div>
    </>
  );
}
