import { useTranslation } from 'react-i18next';

import { Chip, type ChipTone } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Imports.module.css';
import { Problems } from './Problems';
import { useTargets } from './targets';
import type { Example, Outcome } from './types';

const TONES: Record<Outcome, ChipTone> = { create: 'ok', update: 'accent', merge: 'accent', skip: 'neutral', fail: 'bad' };

/** Rows of the file, and what would become of each. */
export function Examples({ examples }: { examples: Example[] }) {
  const { t } = useTranslation('imports');
  if (examples.length === 0) return null;
  return (
    <section>
      <h2>{t('check.examples')}</h2>
      <ul className={styles.examples}>
        {examples.map((example) => (
          <Row key={example.number} example={example} />
        ))}
      </ul>
    </section>
  );
}

function Row({ example }: { example: Example }) {
  const { t } = useTranslation('imports');
  const { digits } = useFormat();
  const { nameOf } = useTargets();
  const { name, ...rest } = example.values;
  const facts = Object.entries(rest).filter(([, value]) => textOf(value) !== '');
  return (
    <li className={styles.example}>
      <span className={styles.rowNumber}>{t('row', { number: digits(example.number) })}</span>
      <div className={styles.lines}>
        <b>
          <bdi>{textOf(name) || '–'}</bdi>
        </b>
        <span className={styles.values}>
          {facts.map(([key, value]) => (
            <span key={key}>
              <span className={styles.aside}>{nameOf(key)}</span> <bdi>{textOf(value)}</bdi>
            </span>
          ))}
        </span>
        <Problems problems={example.problems} />
      </div>
      <Chip tone={TONES[example.outcome]}>{t(`outcome.${example.outcome}`)}</Chip>
    </li>
  );
}

/** A value as text: a list's items, an address's own value. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(' · ');
  if (typeof value === 'object' && value !== null) {
    const { value: inner, name } = value as Record<string, unknown>;
    return textOf(inner ?? name);
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
