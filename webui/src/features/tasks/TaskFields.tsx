import { Checkbox, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { dirOf } from '@/components/dirOf';

import { CustomerField } from './CustomerField';
import { DueFields } from './DueFields';
import type { Draft, Field } from './draft';
import { PeopleFields } from './PeopleFields';
import styles from './Tasks.module.css';

export interface FieldsProps {
  draft: Draft;
  onChange: (changes: Partial<Draft>) => void;
  /** What the hub says about a field. */
  errorOf: (name: Field | 'customer_id') => string | undefined;
  locked?: boolean;
  /** A new one: the title is what is written first. */
  fresh?: boolean;
}

const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

/** All that is written of a task. */
export function TaskFields(props: FieldsProps) {
  const { draft, onChange, errorOf, locked = false, fresh = false } = props;
  const { t } = useTranslation('tasks');
  return (
    <fieldset className={styles.fields} disabled={locked}>
      <legend className="pv-sr">{t('one')}</legend>
      <TextInput
        label={t('field.title')}
        required
        maxLength={200}
        data-autofocus={fresh || undefined}
        dir={dirOf(draft.title)}
        value={draft.title}
        error={errorOf('title')}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <CustomerField customer={draft.customer} error={errorOf('customer_id')} onChange={(customer) => onChange({ customer })} />
      <DueFields {...props} />
      <PeopleFields value={draft} onChange={onChange} errorOf={errorOf} locked={locked} />
      <div>
        <span className={styles.label} id="task-priority">
          {t('field.priority')}
        </span>
        <SegmentedControl
          fullWidth
          aria-labelledby="task-priority"
          disabled={locked}
          data={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
          value={draft.priority}
          onChange={(priority) => onChange({ priority })}
        />
      </div>
      <Checkbox label={t('field.promise')} description={t('field.promiseText')} checked={draft.promise} onChange={(event) => onChange({ promise: event.currentTarget.checked })} />
      <Textarea
        label={t('field.text')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        dir={dirOf(draft.text)}
        value={draft.text}
        error={errorOf('text')}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
    </fieldset>
  );
}
