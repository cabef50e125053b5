import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { parseDay, typedDay, useFormat } from '@/lib/format';
import { part } from '@/lib/parts';

const DatePicker = lazy(part(() => import('@/components/DatePicker'), 'DatePicker'));

interface Props {
  label?: string;
  'aria-label'?: string;
  /** `2026-11-24`, or what is typed so far. */
  value: string;
  onChange: (value: string) => void;
  size?: 'xs';
  error?: ReactNode;
  autoFocus?: boolean;
}

/** A date, written in either calendar or picked from one. */
export function DayInput({ value, onChange, ...rest }: Props) {
  const { t } = useTranslation('profile');
  const { style, digits } = useFormat();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
  const [text, setText] = useState(day ? digits(typedDay(day, style.calendar)) : value);
  const [open, setOpen] = useState(false);
  const write = (written: string) => {
    setText(written);
    onChange(parseDay(written) ?? written);
  };
  return (
    <TextInput
      {...rest}
      data-autofocus={rest.autoFocus}
      dir="ltr"
      value={text}
      placeholder={digits(style.calendar === 'jalali' ? '1405/9/3' : '2026/11/24')}
      onChange={(event) => write(event.currentTarget.value)}
      onBlur={() => day && setText(digits(typedDay(day, style.calendar)))}
      rightSection={
        <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="xl" radius="md" trapFocus returnFocus>
          <Popover.Target>
            <ActionIcon size={24} aria-label={t('pickDay')} aria-expanded={open} onClick={() => setOpen(!open)}>
              <Icon name="calendar" size={14} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('pickDay')}>
            <Suspense>
              {open && (
                <DatePicker
                  value={day}
                  onChange={(picked) => {
                    setOpen(false);
                    setText(digits(typedDay(picked, style.calendar)));
                    onChange(picked);
                  }}
                />
              )}
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
