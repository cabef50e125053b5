import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { useFieldError } from '@/lib/http';

import { MoveButtons } from '../MoveButtons';
import page from '../page.module.css';
import { moved, newRange, newRule, type RangeRow, type RuleRow } from './form';
import type { PartProps } from './LineFields';
import styles from './Lines.module.css';

const RULE = ['prefix', 'strip', 'add', 'length'] as const;
const RANGE = ['first', 'last'] as const;

function RowError({ error, path }: { error: unknown; path: string }) {
  const text = useFieldError()(error, path);
  return text ? <p className={styles.problem} role="alert">{text}</p> : null;
}

/** What is taken off received numbers and put before them; the first rule that fits counts. */
export function RuleRows({ form, error, onChange }: PartProps) {
  const { t } = useTranslation('lines');
  const fieldError = useFieldError();
  const set = (rules: RuleRow[]) => onChange({ rules });
  const place = (index: number) => t('rule', { number: index + 1 });
  return (
    <section className={styles.part} aria-label={t('part.rules')}>
      <h3>{t('part.rules')}</h3>
      <p className={page.aside}>{t('about.rules')}</p>
      {form.rules.map((rule, index) => (
        <div key={rule.key} className={styles.rule}>
          {RULE.map((name) => (
            <TextInput
              key={name}
              size="xs"
              label={t(`field.rule.${name}`)}
              aria-label={`${place(index)}: ${t(`field.rule.${name}`)}`}
              inputMode={name === 'strip' || name === 'length' ? 'numeric' : 'tel'}
              classNames={{ input: page.ltr }}
              value={rule[name]}
              error={fieldError(error, `rules.${index}.${name}`)}
              onChange={(event) => set(form.rules.map((one) => (one === rule ? { ...one, [name]: event.target.value } : one)))}
            />
          ))}
          <div className={styles.rowActions}>
            <MoveButtons name={place(index)} index={index} count={form.rules.length} onMove={(to) => set(moved(form.rules, index, to))} />
            <ActionIcon aria-label={t('removeOne', { name: place(index) })} onClick={() => set(form.rules.filter((one) => one !== rule))}>
              <Icon name="x" />
            </ActionIcon>
          </div>
          <RowError error={error} path={`rules.${index}`} />
        </div>
      ))}
      <Button variant="default" size="xs" leftSection={<Icon name="plus" />} disabled={form.rules.length >= 50} onClick={() => set([...form.rules, newRule()])}>
        {t('addRule')}
      </Button>
    </section>
  );
}

/** Which numbers are the organisation's own. */
export function RangeRows({ form, error, onChange }: PartProps) {
  const { t } = useTranslation('lines');
  const fieldError = useFieldError();
  const set = (ranges: RangeRow[]) => onChange({ ranges });
  const place = (index: number) => t('range', { number: index + 1 });
  return (
    <section className={styles.part} aria-label={t('part.ranges')}>
      <h3>{t('part.ranges')}</h3>
      <p className={page.aside}>{t('about.ranges')}</p>
      {form.ranges.map((range, index) => (
        <div key={range.key} className={styles.range}>
          {RANGE.map((name) => (
            <TextInput
              key={name}
              size="xs"
              label={t(`field.range.${name}`)}
              aria-label={`${place(index)}: ${t(`field.range.${name}`)}`}
              inputMode="numeric"
              classNames={{ input: page.ltr }}
              value={range[name]}
              error={fieldError(error, `internal_ranges.${index}.${name}`)}
              onChange={(event) => set(form.ranges.map((one) => (one === range ? { ...one, [name]: event.target.value } : one)))}
            />
          ))}
          <div className={styles.rowActions}>
            <ActionIcon aria-label={t('removeOne', { name: place(index) })} onClick={() => set(form.ranges.filter((one) => one !== range))}>
              <Icon name="x" />
            </ActionIcon>
          </div>
          <RowError error={error} path={`internal_ranges.${index}`} />
        </div>
      ))}
      <Button variant="default" size="xs" leftSection={<Icon name="plus" />} disabled={form.ranges.length >= 50} onClick={() => set([...form.ranges, newRange()])}>
        {t('addRange')}
      </Button>
    </section>
  );
}
