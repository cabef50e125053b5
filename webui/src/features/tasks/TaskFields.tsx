import { Button, Checkbox, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { dirOf } from '@/components/dirOf';
import { useColleagues } from '@/features/customers/list/lookups';
import { useSession } from '@/lib/session';

import { CustomerField } from './CustomerField';
import { DueFields } from './DueFields';
import type { Draft, Field } from './draft';
import styles from './Tasks.module.css';
import { useTeams } from './useMyTeams';

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
      <People {...props} />
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

function People({ draft, onChange, errorOf, locked }: FieldsProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const me = useSession()?.user;
  const colleagues = useColleagues();
  const teams = useTeams();
  const clear = { clearButtonProps: { 'aria-label': t('tasks:filter.clear') } };
  return (
    <div className={styles.pair}>
      <Select
        label={t('tasks:field.assignee_id')}
        placeholder={t('tasks:field.nobody')}
        description={
          me &&
          draft.assignee_id !== me.id &&
          !locked && (
            <Button variant="subtle" size="compact-xs" onClick={() => onChange({ assignee_id: me.id })}>
              {t('tasks:field.toMe')}
            </Button>
          )
        }
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        searchable
        clearable
        {...clear}
        nothingFoundMessage={t('tasks:field.notFound')}
        data={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.assignee_id}
        error={errorOf('assignee_id')}
        onChange={(assignee_id) => onChange({ assignee_id })}
      />
      <Select
        label={t('tasks:field.team_id')}
        placeholder={t('tasks:field.noTeam')}
        searchable
        clearable
        {...clear}
        nothingFoundMessage={t('tasks:field.notFound')}
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.team_id}
        error={errorOf('team_id')}
        onChange={(team_id) => onChange({ team_id })}
      />
    </div>
  );
}
