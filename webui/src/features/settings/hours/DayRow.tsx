import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useFormat } from '@/lib/format';

import { Track } from './Track';
import { clockOf, type Fault, type Faults, minutesOf, MOST_SPANS, nextSpan, type SpanRow } from './week';
import styles from './Week.module.css';

interface Props {
  name: string;
  free: boolean;
  spans: SpanRow[];
  night: number;
  faults: Faults;
  disabled: boolean;
  /** The other days, in the reader's order. */
  others: { day: number; name: string }[];
  onChange: (spans: SpanRow[]) => void;
  onCopy: (days: number[]) => void;
}

/** A day of the week: its track, and the same spans to be typed. */
export function DayRow({ name, free, spans, night, faults, disabled, others, onChange, onCopy }: Props) {
  const { t } = useTranslation('hours');
  const replace = (span: SpanRow) => onChange(spans.map((one) => (one.key === span.key ? span : one)));
  return (
    <div className={styles.day} role="group" aria-label={name}>
      <b className={styles.name} data-free={free}>
        {name}
      </b>
      <Track name={name} spans={spans} night={night} disabled={disabled} onChange={onChange} />
      <div className={styles.spans}>
        {spans.length === 0 && <span className={styles.off}>{t('week.off')}</span>}
        {spans.map((span, place) => (
          <SpanFields
            key={span.key}
            label={spans.length > 1 ? t('week.spanOf', { day: name, number: place + 1 }) : name}
            span={span}
            fault={(field) => faults[`${place}.${field}`]}
            disabled={disabled}
            onChange={replace}
            onRemove={() => onChange(spans.filter((one) => one !== span))}
          />
        ))}
      </div>
      <div className={styles.tools}>
        <ActionIcon aria-label={t('week.add', { day: name })} disabled={disabled || spans.length >= MOST_SPANS} onClick={() => onChange([...spans, nextSpan(spans)])}>
          <Icon name="plus" />
        </ActionIcon>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t('week.copy', { day: name })} disabled={disabled}>
              <Icon name="copy" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('week.copyTo')}</Menu.Label>
            <Menu.Item onClick={() => onCopy(others.map(({ day }) => day))}>{t('week.allDays')}</Menu.Item>
            <Menu.Divider />
            {others.map((other) => (
              <Menu.Item key={other.day} onClick={() => onCopy([other.day])}>
                {other.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}

interface FieldsProps {
  label: string;
  span: SpanRow;
  fault: (field: 'start' | 'end') => Fault | undefined;
  disabled: boolean;
  onChange: (span: SpanRow) => void;
  onRemove: () => void;
}

/** Beginning and end, typed in any digits; `+1`: the end is on the day after. */
export function SpanFields({ label, span, fault, disabled, onChange, onRemove }: FieldsProps) {
  const { t } = useTranslation('hours');
  const { digits } = useFormat();
  const problem = fault('start') ?? fault('end');
  const tidy = (field: 'start' | 'end') => () => {
    const minutes = minutesOf(span[field]);
    if (minutes !== null && span[field] !== clockOf(minutes)) onChange({ ...span, [field]: clockOf(minutes) });
  };
  const input = (field: 'start' | 'end') => (
    <TextInput
      size="xs"
      dir="ltr"
      inputMode="numeric"
      maxLength={5}
      classNames={{ root: styles.time, input: styles.timeInput }}
      aria-label={`${label}: ${t(`week.${field}`)}`}
      value={digits(span[field])}
      error={Boolean(fault(field))}
      disabled={disabled}
      onChange={(event) => onChange({ ...span, [field]: event.currentTarget.value })}
      onBlur={tidy(field)}
    />
  );
  return (
    <div className={styles.span}>
      {input('start')}
      <span className={styles.to} aria-hidden="true">
        –
      </span>
      {input('end')}
      <button
        type="button"
        className={styles.next}
        aria-pressed={span.next}
        aria-label={`${label}: ${t('week.nextDay')}`}
        title={t('week.nextDay')}
        disabled={disabled}
        onClick={() => onChange({ ...span, next: !span.next })}
      >
        <bdi dir="ltr">+{digits(1)}</bdi>
      </button>
      <ActionIcon size={24} aria-label={t('week.remove', { name: label })} disabled={disabled} onClick={onRemove}>
        <Icon name="x" size={14} />
      </ActionIcon>
      {problem && (
        <p className={styles.problem} role="alert">
          {t(`field.${problem}`)}
        </p>
      )}
    </div>
  );
}
