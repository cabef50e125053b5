import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorKind, ConnectorOption, ConnectorSetup } from '@/api';
import { Chip, Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { useFieldError } from '@/lib/http';

import styles from './Connect.module.css';
import { isSet, type SetupForm, withValue } from './form';
import { OptionField } from './OptionField';
import { Places } from './Places';

interface Props {
  kind: ConnectorKind;
  setup: ConnectorSetup | null;
  form: SetupForm;
  error: unknown;
  fixed: boolean;
  onChange: (form: SetupForm) => void;
}

/** Some options, one below the other. */
export function OptionFields({ options, kind, setup, form, error, fixed, onChange }: Props & { options: ConnectorOption[] }) {
  const fieldError = useFieldError();
  return options.map((option) => (
    <div key={option.name} data-option={option.name}>
      <OptionField
        connector={kind.name}
        option={option}
        value={form.values[option.name] ?? ''}
        error={fieldError(error, `options.${option.name}`)}
        disabled={fixed}
        stored={setup?.secrets.includes(option.name) ?? false}
        onChange={(value) => onChange(withValue(form, option.name, value))}
      />
    </div>
  ));
}

function Group({ name, options, ...props }: Props & { name: string; options: ConnectorOption[] }) {
  const { t, i18n } = useTranslation('options');
  const { number } = useFormat();
  const fieldError = useFieldError();
  const [open, setOpen] = useState(false);
  const wrong = options.some((option) => fieldError(props.error, `options.${option.name}`));
  const count = options.filter((option) => isSet(option, props.form.values[option.name])).length;
  const places = props.kind.places.filter(({ group }) => group === name);
  const title = i18n.t(`group.${name}.title`, { ns: 'options', defaultValue: name });
  const text: string = i18n.t(`group.${name}.text`, { ns: 'options', defaultValue: '' });
  return (
    <details className={styles.group} open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron-down" size={16} />
        <b>{title}</b>
        {count > 0 && <Chip>{t('changed', { count, shown: number(count) })}</Chip>}
      </summary>
      <div className={styles.groupBody}>
        {text && <p className={styles.quiet}>{text}</p>}
        <OptionFields {...props} options={options} />
        {places.length > 0 && !props.fixed && <Places places={places} account={props.setup?.account ?? props.form.account} said={props.setup?.places ?? {}} />}
      </div>
    </details>
  );
}

/** Options that few need, folded by what they are about; a heading says how many differ from the default. */
export function OptionGroups(props: Props) {
  const { t } = useTranslation('options');
  const names = [...new Set(props.kind.options.flatMap(({ group }) => group ?? []))];
  if (names.length === 0) return null;
  return (
    <section className={styles.groups} aria-label={t('more')}>
      <h3>{t('more')}</h3>
      {names.map((name) => (
        <Group key={name} {...props} name={name} options={props.kind.options.filter(({ group }) => group === name)} />
      ))}
    </section>
  );
}
