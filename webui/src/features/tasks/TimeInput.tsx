import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/lib/format';

import { parseTime } from './clockTime';

interface Props {
  label: string;
  disabled: boolean;
  /** The label is for screen readers only. */
  hidden?: boolean;
  /** `09:30`, or null. */
  value: string | null;
  error: string | undefined;
  onChange: (time: string | null) => void;
}

/** A time of day in 24 hours, whatever the browser's own habits are. */
export function TimeInput({ label, hidden, disabled, value, error, onChange }: Props) {
  const { t } = useTranslation('tasks');
  const { digits } = useFormat();
  const [text, setText] = useState(value === null ? '' : digits(value));
  const wrong = text.trim() !== '' && parseTime(text) === null;
  return (
    <TextInput
      {...(hidden ? { 'aria-label': label, size: 'xs' } : { label })}
      dir="ltr"
      disabled={disabled}
      placeholder={t('field.timeHint')}
      value={text}
      maxLength={8}
      error={wrong && text.trim().length > 3 ? t('field.noTime') : error}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(parseTime(event.currentTarget.value));
      }}
      onBlur={() => !wrong && value !== null && setText(digits(value))}
    />
  );
}
