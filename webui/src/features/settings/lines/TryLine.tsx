import { SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TriedLine, TriedStep } from '@/api';
import { Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { ApiProblem, http, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { bodyOf, type LineForm } from './form';
import styles from './Lines.module.css';

type Way = 'in' | 'out';

/** Tries the form as it is typed, saved or not. */
function useTried(form: LineForm, value: string, direction: Way, name: string) {
  const body = bodyOf(form);
  const [asked] = useDebouncedValue(JSON.stringify({ line: { ...body, name: body.name || '–' }, value, direction, name: name || null }), 200);
  return useQuery({
    queryKey: ['try-line', asked],
    queryFn: ({ signal }) => http.post<TriedLine>('/api/lines/try', JSON.parse(asked), { signal }),
    enabled: (JSON.parse(asked) as { value: string }).value.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
}

function Step({ step }: { step: TriedStep }) {
  const { t, i18n } = useTranslation('lines');
  const { digits, number } = useFormat();
  const word = i18n.t(`step.${step.code}`, { ns: 'lines', number: number((step.rule ?? 0) + 1), defaultValue: step.code });
  return (
    <li className={styles.step}>
      <span>{word}</span>
      {step.after && step.after !== step.before && (
        <span dir="ltr" className={styles.change}>
          {digits(step.before)} <Icon name="arrow-left" size={14} className={styles.arrow} /> <b>{digits(step.after)}</b>
        </span>
      )}
      {!step.after && <span className={page.aside}>{t('tried.nothing')}</span>}
    </li>
  );
}

function Outcome({ tried, direction }: { tried: TriedLine; direction: Way }) {
  const { t } = useTranslation('lines');
  const { digits } = useFormat();
  const shown = direction === 'out' ? tried.dial : (tried.address?.display ?? null);
  const says = tried.internal ? 'internal' : direction === 'out' ? (shown ? 'dialled' : 'undialled') : (tried.address?.kind ?? 'unreadable');
  return (
    <div className={styles.outcome} data-tone={shown ? 'ok' : 'bad'}>
      <Icon name={shown ? 'circle-check' : 'alert-triangle'} size={18} />
      <div>
        {shown && <bdi dir="ltr" className={styles.found}>{digits(shown)}</bdi>}
        <div>{t(`tried.${says as 'internal' | 'dialled' | 'undialled' | 'phone' | 'sender' | 'extension' | 'unreadable'}`)}</div>
        {tried.name && <div className={page.aside}>{t('tried.name', { name: tried.name })}</div>}
      </div>
    </div>
  );
}

/** What this line makes of a number, step by step, while either is typed. */
export function TryLine({ form }: { form: LineForm }) {
  const { t } = useTranslation('lines');
  const text = useProblemText();
  const [value, setValue] = useState('88881234');
  const [name, setName] = useState('');
  const [direction, setDirection] = useState<Way>('in');
  const { data, error } = useTried(form, value, direction, name);
  const faulty = error instanceof ApiProblem && error.status === 422;
  return (
    <aside className={styles.try} aria-label={t('try.title')}>
      <h3>{t('try.title')}</h3>
      <SegmentedControl
        fullWidth
        aria-label={t('try.direction')}
        value={direction}
        data={(['in', 'out'] as const).map((way) => ({ value: way, label: t(`try.${way}`) }))}
        onChange={(way) => setDirection(way)}
      />
      <TextInput label={t(`try.value.${direction}`)} value={value} maxLength={80} inputMode="tel" classNames={{ input: page.ltr }} onChange={(event) => setValue(event.target.value)} />
      {direction === 'in' && form.name_prefixes.length > 0 && (
        <TextInput label={t('try.name')} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
      )}
      <div role="status" className={styles.result}>
        {error && <p className={styles.problem}>{faulty ? t('try.faulty') : text(error)}</p>}
        {!error && data && value.trim() && (
          <>
            <Outcome tried={data} direction={direction} />
            <ol className={styles.steps}>
              {data.steps.map((step, index) => (
                <Step key={index} step={step} />
              ))}
            </ol>
          </>
        )}
      </div>
    </aside>
  );
}
