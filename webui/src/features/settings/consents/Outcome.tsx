import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ConsentImport } from '@/api';
import { Chip, type ChipTone } from '@/components';
import { useFormat } from '@/lib/format';

import page from '../page.module.css';
import styles from '../suppressions/Suppressions.module.css';
import own from './Consents.module.css';
import { atWork } from './useConsentImports';

const TONES: Record<ConsentImport['state'], ChipTone> = {
  checking: 'accent', checked: 'warn', running: 'accent', done: 'ok', failed: 'bad', cancelled: 'neutral', undoing: 'accent', undone: 'neutral',
}; // prettier-ignore

/** Where an import stands. */
export function StateChip({ state }: { state: ConsentImport['state'] }) {
  const { t } = useTranslation('consentFiles');
  return <Chip tone={TONES[state]}>{t(`state.${state}`)}</Chip>;
}

/** How many rows were new, known, refused. */
export function Counts({ one }: { one: ConsentImport }) {
  const { t } = useTranslation('consentFiles');
  const { number } = useFormat();
  return (['added', 'known', 'refused'] as const)
    .filter((name) => one[name] > 0)
    .map((name) => (
      <Chip key={name} tone={name === 'refused' ? 'bad' : name === 'added' ? 'ok' : 'line'}>
        {t(`count.${name}`)} {number(one[name])}
      </Chip>
    ));
}

/** How far the hub is with it. */
export function Work({ one }: { one: ConsentImport }) {
  const { t } = useTranslation('consentFiles');
  const { number } = useFormat();
  if (!atWork(one)) return null;
  const done = one.total > 0 ? Math.min(1, one.done / one.total) : 0;
  return (
    <div role="status">
      <p className={page.aside}>
        {t(`state.${one.state}`)}
        {one.state !== 'undoing' && ` · ${t('progress', { done: number(one.done), total: number(one.total) })}`}
      </p>
      <Progress value={one.state === 'undoing' ? 100 : 100 * done} animated={one.state === 'undoing'} size={8} aria-label={t(`state.${one.state}`)} />
    </div>
  );
}

/** Why rows were refused: how many of each, and the first ones. */
export function Refused({ one }: { one: ConsentImport }) {
  const { t } = useTranslation('consentFiles');
  const { number, digits } = useFormat();
  if (one.refused === 0) return null;
  const reasons = Object.entries(one.reasons).sort((a, b) => b[1] - a[1]);
  const word = (code: string) => t(`code.${code as 'unreadable'}`, { defaultValue: code });
  return (
    <section aria-label={t('refusedRows')}>
      <p className={own.reasons}>
        {reasons.map(([code, count]) => (
          <Chip key={code} tone="bad">
            {word(code)} · {number(count)}
          </Chip>
        ))}
      </p>
      <ul className={[styles.rows, own.refused].join(' ')} tabIndex={0} aria-label={t('refusedRows')}>
        {one.rows.map((row) => (
          <li key={row.row}>
            <span className={page.aside}>{t('row', { number: digits(row.row) })}</span>
            <bdi dir="ltr" className="pv-cut">
              {digits(row.text)}
            </bdi>
            <span className={page.aside}>{word(row.code)}</span>
          </li>
        ))}
      </ul>
      {one.refused > one.rows.length && <p className={page.aside}>{t('firstRows', { count: one.rows.length })}</p>}
    </section>
  );
}
