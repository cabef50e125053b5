import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { SmsLine } from '@/components/SmsLine';
import links from '@/features/links/Links.module.css';
import { ShortenSwitch } from '@/features/links/ShortenSwitch';
import type { ShortLinks } from '@/features/links/useShortLinks';
import { FieldMenu } from '@/features/settings/templates/FieldMenu';
import { insert } from '@/features/settings/templates/form';
import { DIRECTIONS, type TemplateLanguage } from '@/features/settings/templates/types';
import { useFieldError } from '@/lib/http';
import { useSandbox } from '@/lib/sandbox';
import { useCan, useModule } from '@/lib/session';

import styles from './BulkSms.module.css';
import type { BulkText } from './useBulks';
import { useTextError } from './words';

const LONGEST = 5000;

interface Form {
  name: string;
  purpose: BulkText['purpose'];
  fa: string;
  en: string;
  source: string;
  medium: string;
  campaign: string;
}

interface Props {
  form: Form;
  /** The texts as long as they will be. */
  shown: { fa: string; en: string };
  short: ShortLinks;
  error: unknown;
  onChange: (part: Partial<Form>) => void;
}

/** What it is called, what kind of message it is, and its words in one language or both. */
export function Written({ form, shown, short, error, onChange }: Props) {
  const { t } = useTranslation('smsBulk');
  const fieldError = useFieldError();
  const sandbox = useSandbox();
  return (
    <>
      {sandbox?.on && <Callout tone="info">{t('captured')}</Callout>}
      <TextInput label={t('name')} description={t('nameText')} data-autofocus dir={dirOf(form.name)} maxLength={120} value={form.name} error={fieldError(error, 'name')} onChange={(event) => onChange({ name: event.currentTarget.value })} />
      <div>
        <p className={styles.label} id="bulk-purpose">
          {t('purpose')}
        </p>
        <SegmentedControl fullWidth aria-labelledby="bulk-purpose" data={(['marketing', 'service'] as const).map((value) => ({ value, label: t(`purposes.${value}`) }))} value={form.purpose} onChange={(purpose) => onChange({ purpose })} />
      </div>
      <p className={styles.hint}>{t('languages')}</p>
      {(['fa', 'en'] as const).map((language) => (
        <Words key={language} language={language} value={form[language]} shown={shown[language]} error={error} onChange={(text) => onChange({ [language]: text })} />
      ))}
      <ShortenSwitch links={short} />
      {short.on && (
        <div className={links.utm} role="group" aria-labelledby="bulk-utm">
          <p id="bulk-utm" className={styles.label}>
            {t('opened.utm')}
          </p>
          {(['source', 'medium', 'campaign'] as const).map((name) => (
            <TextInput key={name} label={t(`opened.${name}`)} maxLength={80} dir={dirOf(form[name])} value={form[name]} error={fieldError(error, `utm.${name}`)} onChange={(event) => onChange({ [name]: event.currentTarget.value })} />
          ))}
        </div>
      )}
    </>
  );
}

interface WordsProps {
  language: TemplateLanguage;
  value: string;
  shown: string;
  error: unknown;
  onChange: (text: string) => void;
}

/** The words in one language, in its own direction, with fields put in at the caret. */
function Words({ language, value, shown, error, onChange }: WordsProps) {
  const { t } = useTranslation('smsBulk');
  const textError = useTextError();
  const fields = [useModule('templates'), useCan('templates:read')].every(Boolean);
  const field = useRef<HTMLTextAreaElement>(null);
  const put = (what: string) => {
    const made = insert(value, what, field.current?.selectionStart ?? value.length, field.current?.selectionEnd ?? value.length);
    onChange(made.text);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(made.caret, made.caret);
    });
  };
  return (
    <div className={styles.text}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={`bulk-${language}`}>
          {t(`text.${language}`)}
        </label>
        {fields && <FieldMenu language={language} onInsert={put} />}
      </div>
      <Textarea
        ref={field}
        id={`bulk-${language}`}
        lang={language}
        dir={DIRECTIONS[language]}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={LONGEST}
        value={value}
        error={textError(error, language)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value && <SmsLine text={shown} />}
    </div>
  );
}
