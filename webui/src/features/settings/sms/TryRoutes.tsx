import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TriedRoutes } from '@/api';
import { Callout } from '@/components';
import { dirOf } from '@/components/dirOf';
import { useMoney } from '@/features/messages/useMoney';
import { useFormat } from '@/lib/format';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Sms.module.css';
import { useTried } from './useRoutes';

const BEFORE_MS = 300;

/** Which ways a text to a number would take, in order, while it is typed. */
export function TryRoutes() {
  const { t } = useTranslation('sms');
  const problem = useProblemText();
  const [asked, setAsked] = useState({ number: '', purpose: 'service', text: '' });
  const [settled] = useDebouncedValue(asked, BEFORE_MS);
  const tried = useTried(settled);
  const wrong = useFieldError()(tried.error, 'number');
  const change = (part: Partial<typeof asked>) => setAsked({ ...asked, ...part });
  return (
    <section className={styles.try} aria-label={t('try.title')}>
      <h2>{t('try.title')}</h2>
      <TextInput label={t('try.number')} inputMode="tel" maxLength={80} classNames={{ input: page.ltr }} value={asked.number} error={wrong} onChange={(event) => change({ number: event.currentTarget.value })} />
      <SegmentedControl
        fullWidth
        aria-label={t('field.purpose')}
        data={(['service', 'marketing'] as const).map((value) => ({ value, label: t(`purpose.${value}`) }))}
        value={asked.purpose}
        onChange={(purpose) => change({ purpose })}
      />
      <Textarea label={t('try.text')} autosize minRows={2} maxRows={6} dir={dirOf(asked.text)} maxLength={5000} value={asked.text} onChange={(event) => change({ text: event.currentTarget.value })} />
      <div role="status">
        {tried.error && !wrong && <p className={page.aside}>{problem(tried.error)}</p>}
        {tried.data && !tried.error && settled.number.trim() !== '' && <Outcome tried={tried.data} blank={settled.text.trim() === ''} />}
      </div>
    </section>
  );
}

function Outcome({ tried, blank }: { tried: TriedRoutes; blank: boolean }) {
  const { t, i18n } = useTranslation(['sms', 'messages']);
  const { digits, number } = useFormat();
  const money = useMoney();
  const { reason, facts, ways } = tried;
  if (reason !== null && !(blank && reason === 'empty')) {
    const keys = [`reason.${reason}${facts.most === undefined ? '' : '_most'}`, `reason.${reason}`];
    return <Callout tone="warn">{i18n.t(keys, { ns: 'messages', defaultValue: reason, ...facts })}</Callout>;
  }
  return (
    <ol className={styles.ways}>
      {ways.map((way, index) => (
        <li key={way.route_id ?? index}>
          <b>{way.name ?? way.account ?? t('sms:anyAccount')}</b>
          <span className={page.aside}>
            {[way.sender && `\u2066${digits(way.sender)}\u2069`, t('messages:sms.parts', { count: way.parts, shown: number(way.parts) }), way.cost !== null && way.currency !== null && money(way.cost, way.currency)].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ol>
  );
}
