import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Callout } from '@/components';
import { useShortLinks } from '@/features/links/useShortLinks';
import { useWhen, When } from '@/features/messages/When';
import { ApiProblem, useProblemText } from '@/lib/http';

import styles from './BulkSms.module.css';
import { Preview } from './Preview';
import { type BulkText, usePreview, useStart } from './useBulks';
import { Written } from './Written';

interface Props {
  /** Whom the list's selection finds, as the hub takes it. */
  selection: Record<string, unknown>;
  title: string;
  onClose: (started: boolean) => void;
}

/** A text to many in two steps: write it, then see who gets it, who does not, and what it costs. */
export function BulkSms({ selection, title, onClose }: Props) {
  const { t } = useTranslation(['smsBulk', 'common']);
  const narrow = useMediaQuery('(max-width: 860px)');
  const navigate = useNavigate();
  const [form, setForm] = useState({ name: '', purpose: 'marketing' as BulkText['purpose'], fa: '', en: '', source: 'sms', medium: '', campaign: '' });
  const [key] = useState(() => crypto.randomUUID());
  const when = useWhen();
  const preview = usePreview();
  const fa = useShortLinks(form.fa);
  const en = useShortLinks(form.en);
  const short = fa.offered ? fa : en;
  const start = useStart();
  const texts = { ...(form.fa.trim() && { fa: form.fa }), ...(form.en.trim() && { en: form.en }) };
  const text: BulkText = { selection, purpose: form.purpose, texts, template_id: null, shorten_links: short.on, utm: short.on ? { source: form.source, medium: form.medium, campaign: form.campaign } : {} };
  const written = Object.keys(texts).length > 0 && form.name.trim() !== '';
  const send = () => {
    const at = when.at();
    start.mutate({ ...text, name: form.name.trim(), key, ...(at !== null && { send_at: at }) }, {
      onSuccess: () => {
        onClose(true);
        void navigate('/settings/bulks');
      },
    });
  };
  return (
    <Modal opened size={720} fullScreen={narrow} closeOnClickOutside={false} onClose={() => onClose(false)} title={title} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {preview.data ? (
        <div className={styles.form}>
          <Preview preview={preview.data} />
          <Failure error={start.error} />
          <div className={styles.buttons}>
            {preview.data.count > 0 && <When when={when} />}
            <span className={styles.push} />
            <Button variant="default" onClick={() => preview.reset()}>
              {t('smsBulk:back')}
            </Button>
            <Button loading={start.isPending} disabled={!when.ready || preview.data.count === 0} onClick={send}>
              {t(when.chosen ? 'smsBulk:plan' : 'smsBulk:send')}
            </Button>
          </div>
        </div>
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (written) preview.mutate(text);
          }}
        >
          <Written form={form} shown={{ fa: fa.text, en: en.text }} short={short} error={preview.error} onChange={(part) => setForm({ ...form, ...part })} />
          <Failure error={preview.error} />
          <div className={styles.buttons}>
            <Button variant="default" onClick={() => onClose(false)}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" disabled={!written} loading={preview.isPending}>
              {t('smsBulk:check')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function Failure({ error }: { error: unknown }) {
  const problem = useProblemText();
  if (error === null || (error instanceof ApiProblem && error.fields.some(({ field }) => field.startsWith('body.texts')))) return null;
  return <Callout tone="bad" alert title={problem(error)} />;
}
