import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { Callout } from '@/components';

import type { Conflict as Meeting, Draft, ProfileField } from './fields';
import { FieldValue } from './FieldValue';
import styles from './Profile.module.css';
import { useFieldLabel } from './useFieldLabel';

interface Props {
  current: Customer;
  conflicts: Meeting[];
  fields: readonly ProfileField[];
  busy: boolean;
  /** Saves one's own values of these fields over the newer ones; the others stay a colleague's. */
  onChoose: (theirs: Draft) => void;
  onLeave: () => void;
}

type Side = 'theirs' | 'mine';

/** A colleague changed the same: theirs and mine, by field, and nothing lost until it is chosen. */
export function Conflict({ current, conflicts, fields, busy, onChoose, onLeave }: Props) {
  const { t } = useTranslation('profile');
  const labelOf = useFieldLabel();
  const [chosen, setChosen] = useState<Record<string, Side>>({});
  const sideOf = (name: string): Side => chosen[name] ?? 'mine';
  const choose = () => {
    const theirs = conflicts.filter(({ name }) => sideOf(name) === 'theirs');
    onChoose(Object.fromEntries(theirs.map((one) => [one.name, one.theirs])));
  };
  return (
    <Callout tone="warn" title={t('conflict.title')} alert>
      <p>{t('conflict.text')}</p>
      {conflicts.map(({ name, theirs, mine }) => {
        const field = fields.find((one) => one.name === name) ?? { name, kind: 'text' };
        const option = (side: Side, value: string) => (
          <Radio
            key={side}
            size="xs"
            value={side}
            label={
              <span className={styles.side}>
                <span className={styles.none}>{t(`conflict.${side}`)}</span> <FieldValue field={field} value={value} customer={current} />
              </span>
            }
          />
        );
        return (
          <Radio.Group key={name} label={labelOf(field)} value={sideOf(name)} onChange={(side) => setChosen({ ...chosen, [name]: side })} className={styles.conflict}>
            {option('theirs', theirs)}
            {option('mine', mine)}
          </Radio.Group>
        );
      })}
      <div className={styles.buttons}>
        <Button size="xs" loading={busy} onClick={choose}>
          {t('conflict.save')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onLeave}>
          {t('conflict.leave')}
        </Button>
      </div>
    </Callout>
  );
}
