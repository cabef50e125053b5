import { Button, Progress } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Callout, Icon, PageHeader } from '@/components';
import { useFormat } from '@/lib/format';
import { queryClient } from '@/lib/http';

import { ChangeProblem } from './ChangeProblem';
import styles from './Imports.module.css';
import { StepList } from './StepList';
import { ACCEPTED, refusalOf } from './steps';
import { sendFile } from './upload';

type Sending = { name: string; share: number } | null;

/** Sends the chosen file and opens its import. */
function useSending() {
  const navigate = useNavigate();
  const [sending, setSending] = useState<Sending>(null);
  const [error, setError] = useState<unknown>(null);
  const abort = useRef<AbortController>(null);
  const send = async (file: File) => {
    abort.current = new AbortController();
    setError(null);
    setSending({ name: file.name, share: 0 });
    try {
      const run = await sendFile(file, (share) => setSending({ name: file.name, share }), abort.current.signal);
      queryClient.setQueryData(['imports', 'one', run.id], run);
      await navigate(`/imports/${run.id}`, { replace: true });
    } catch (problem) {
      if (!(problem instanceof DOMException)) setError(problem);
      setSending(null);
    }
  };
  return { sending, error, send, stop: () => abort.current?.abort() };
}

/** The first step: which file. */
export function NewImportPage() {
  const { t } = useTranslation('imports');
  const { percent } = useFormat();
  const { sending, error, send, stop } = useSending();
  const [refused, setRefused] = useState<ReturnType<typeof refusalOf>>(null);
  const take = (file: File | undefined) => {
    if (!file) return;
    const refusal = refusalOf(file);
    setRefused(refusal);
    if (!refusal) void send(file);
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t('new')} />
      <StepList step="file" onStep={() => undefined} reached={0} />
      <div className={styles.body}>
        <div className={styles.step}>
          {sending ? (
            <div className={styles.drop} role="status">
              <Icon name="upload" size={22} />
              <b>
                <bdi>{sending.name}</bdi>
              </b>
              <Progress className={styles.bar} value={100 * sending.share} size={8} aria-label={t('file.sending')} />
              <span className={styles.aside}>
                {t('file.sending')} <bdi>{percent(sending.share)}</bdi>
              </span>
              <Button variant="default" size="xs" onClick={stop}>
                {t('file.stop')}
              </Button>
            </div>
          ) : (
            <DropZone onFile={take} />
          )}
          {refused && (
            <Callout tone="bad" alert>
              {t(`file.refused.${refused}`)}
            </Callout>
          )}
          <ChangeProblem error={error} title={t('file.failed')} />
          <ul className={styles.hints}>
            {(['formats', 'headers', 'numbers', 'undo'] as const).map((hint) => (
              <li key={hint}>{t(`file.hint.${hint}`)}</li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

function DropZone({ onFile }: { onFile: (file: File | undefined) => void }) {
  const { t } = useTranslation('imports');
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <span className={styles.mark}>
        <Icon name="file-import" size={22} />
      </span>
      <b>{t('file.drop')}</b>
      <span className={styles.aside}>{t('file.limit')}</span>
      <Button onClick={() => input.current?.click()}>{t('file.choose')}</Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        aria-label={t('file.choose')}
        className="pv-sr"
        tabIndex={-1}
        onChange={(event) => {
          onFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
