import { Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { SmsLine } from '@/components/SmsLine';
import links from '@/features/links/Links.module.css';
import { ShortenSwitch } from '@/features/links/ShortenSwitch';
import { type ShortLinks, useShortLinks } from '@/features/links/useShortLinks';
import { useWhen, When } from '@/features/messages/When';
import { ApiProblem, useFieldError, useProblemText } from '@/lib/http';
import { useSandbox } from '@/lib/sandbox';

import styles from './BulkSms.module.css';
import { Preview } from './Preview';
import { type BulkText, usePreview, useStart } from './useBulks';

const LONGEST = 5000;

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
            <When when={when} />
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

interface WrittenProps {
  form: { name: string; purpose: BulkText['purpose']; fa: string; en: string; source: string; medium: string; campaign: string };
  shown: { fa: string; en: string };
  short: ShortLinks;
  error: unknown;
  onChange: (part: Partial<WrittenProps['form']>) => void;
}

function Written({ form, shown, short, error, onChange }: WrittenProps) {
  const { t } = useTranslation('smsBulk');
  const fieldError = useFieldError();
  const sandbox = useSandbox();
  return (
    <>
      {sandbox?.on && <Callout tone="info">{t('captured')}</Callout>}
      <TextInput label={t('name')} description={t('nameText')} data-autofocus maxLength={120} value={form.name} error={fieldError(error, 'name')} onChange={(event) => onChange({ name: event.currentTarget.value })} />
      <SegmentedControl fullWidth aria-label={t('purpose')} data={(['marketing', 'service'] as const).map((value) => ({ value, label: t(`purposes.${value}`) }))} value={form.purpose} onChange={(purpose) => onChange({ purpose })} />
      {(['fa', 'en'] as const).map((language) => (
        <div key={language} className={styles.text}>
          <Textarea
            label={t(`text.${language}`)}
            lang={language}
            dir={form[language] ? dirOf(form[language]) : language === 'fa' ? 'rtl' : 'ltr'}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={LONGEST}
            value={form[language]}
            error={fieldError(error, `texts.${language}`)}
            onChange={(event) => onChange({ [language]: event.currentTarget.value })}
          />
          {form[language] && <SmsLine text={shown[language]} />}
        </div>
      ))}
      <ShortenSwitch links={short} />
      {short.on && (
        <div className={links.utm} role="group" aria-labelledby="utm">
          <p id="utm" className={styles.hint}>
            {t('opened.utm')}
          </p>
          {(['source', 'medium', 'campaign'] as const).map((name) => (
            <TextInput key={name} size="xs" label={t(`opened.${name}`)} maxLength={80} dir="auto" value={form[name]} error={fieldError(error, `utm.${name}`)} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
          ))}
        </div>
      )}
      <p className={styles.hint}>
        {t('fields')} <code dir="ltr">{'{{ customer.first_name }}'}</code>
      </p>
    </>
  );
}
