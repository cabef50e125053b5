import { Button, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorOption } from '@/api';
import { useFormat } from '@/lib/format';

import page from '../page.module.css';
import styles from './Connect.module.css';
import { isSet, newSecret, parsed, type Value } from './form';

/** Secrets that the hub may choose and the provider is told; all others come from the provider. */
const MADE_HERE: ReadonlySet<string> = new Set(['secret', 'hook_secret']);

interface Props {
  connector: string;
  option: ConnectorOption;
  value: Value;
  error: string | undefined;
  disabled: boolean;
  /** Of a secret: that there is one. It never comes back from the hub. */
  stored: boolean;
  onChange: (value: Value) => void;
}

/** What an option is called and does; of a connector that the page does not know, the hub's own words. */
function useWords(connector: string, { name, about }: ConnectorOption) {
  const { i18n } = useTranslation('options');
  const text = (part: string, otherwise: string) => i18n.t(`option.${connector}.${name}.${part}`, { ns: 'options', defaultValue: otherwise });
  return { label: text('label', name), help: text('help', about), unit: text('unit', ''), choice: (value: string) => text(`choice.${value}`, value) };
}

/** The default as it would be typed; null where nothing stands for it. */
function useDefault({ kind, default: value }: ConnectorOption): string | null {
  const { t } = useTranslation('options');
  const { digits } = useFormat();
  if (kind === 'switch') return value === true ? t('on') : t('off');
  if (typeof value === 'number') return digits(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function Secret({ option, value, error, disabled, stored, onChange, words }: Props & { words: { label: string; help: string } }) {
  const { t } = useTranslation('options');
  const [replacing, setReplacing] = useState(false);
  if (stored && !replacing && !error) {
    return (
      <div className={styles.stored}>
        <div>
          <b>{words.label}</b>
          <span className={styles.quiet}>{t('secret.stored')}</span>
        </div>
        <Button variant="default" disabled={disabled} onClick={() => setReplacing(true)} aria-label={t('secret.replaceOne', { name: words.label })}>
          {t('secret.replace')}
        </Button>
      </div>
    );
  }
  const keep = () => {
    onChange('');
    setReplacing(false);
  };
  return (
    <div className={styles.secret}>
      <TextInput
        label={words.label}
        description={words.help}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={String(value)}
        type="password"
        autoComplete="new-password"
        autoFocus={replacing}
        required={option.required}
        withAsterisk={false}
        error={error}
        classNames={{ input: page.ltr }}
        onChange={(event) => onChange(event.target.value)}
      />
      {MADE_HERE.has(option.name) && (
        <Button variant="default" onClick={() => onChange(newSecret())}>
          {t('secret.make')}
        </Button>
      )}
      {stored && replacing && (
        <Button variant="subtle" onClick={keep}>
          {t('secret.keep')}
        </Button>
      )}
    </div>
  );
}

/** One option of a connector: the input that fits its kind, what it does, what counts where nothing is typed. */
export function OptionField(props: Props) {
  const { connector, option, value, error, disabled, onChange } = props;
  const { t } = useTranslation('options');
  const words = useWords(connector, option);
  const written = useDefault(option);
  const usual = written !== null && option.kind === 'choice' ? words.choice(written) : written;
  const { digits } = useFormat();
  const differs = usual !== null && isSet(option, value);
  const description = [words.help, differs && t('default', { value: [usual, words.unit].filter(Boolean).join(' ') })].filter(Boolean).join(' ');
  const common = { label: words.label, description, error, disabled };
  const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
  if (option.kind === 'secret') return disabled ? null : <Secret {...props} words={words} />;
  if (option.kind === 'switch') {
    return <Switch {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  }
  if (option.kind === 'list') {
    return (
      <TagsInput
        {...common}
        inputWrapperOrder={order}
        value={Array.isArray(value) ? value : []}
        placeholder={Array.isArray(value) && value.length > 0 ? '' : t('listHint')}
        splitChars={[',', '،', ' ']}
        acceptValueOnBlur
        clearable={false}
        onChange={onChange}
      />
    );
  }
  if (option.kind === 'json') {
    const text = String(value);
    return (
      <Textarea
        {...common}
        inputWrapperOrder={order}
        value={text}
        error={error ?? (text.trim() !== '' && parsed(text) === null ? t('notJson') : undefined)}
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        placeholder="{ }"
        classNames={{ input: `${page.ltr} ${styles.code}` }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (option.kind === 'choice') {
    return (
      <Select
        {...common}
        inputWrapperOrder={order}
        data={option.choices.map((choice) => ({ value: choice, label: words.choice(choice) }))}
        placeholder={usual ?? ''}
        value={String(value) || null}
        clearable={!option.required}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  const isNumber = option.kind !== 'text';
  return (
    <TextInput
      {...common}
      inputWrapperOrder={order}
      value={isNumber ? digits(String(value)) : String(value)}
      placeholder={usual ?? (option.name === 'host' ? '192.168.1.10' : '')}
      inputMode={option.kind === 'integer' ? 'numeric' : isNumber ? 'decimal' : undefined}
      required={option.required}
      withAsterisk={false}
      rightSection={words.unit && <span className={styles.unit}>{words.unit}</span>}
      rightSectionWidth={words.unit ? 72 : undefined}
      classNames={isNumber ? undefined : { input: page.ltr }}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
