import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { Callout } from '@/components';
import { useProblemText } from '@/lib/http';

import forms from '../Forms.module.css';
import { useCustomFields } from '../list/lookups';
import { Conflict } from './Conflict';
import { FieldEditor } from './FieldEditor';
import { customOf, HEAD, NAME, NOTE, type ProfileField, STANDARD } from './fields';
import { useFieldForm } from './useFieldForm';
import { useFieldLabel } from './useFieldLabel';

/** Changes the whole profile at once; only what was changed here is sent. */
export function EditProfile({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const { t } = useTranslation('profile');
  const person = customer.kind === 'person';
  const head = person ? HEAD : HEAD.filter(({ name }) => name !== 'job_title' && name !== 'organisation_id');
  const fields = [...head, ...STANDARD, ...customOf(useCustomFields(), customer.kind), NOTE];
  return (
    <Modal opened onClose={onClose} title={t('editTitle', { name: customer.name })} size={460} closeButtonProps={{ 'aria-label': t('cancel') }} closeOnClickOutside={false}>
      <Form key={fields.length} customer={customer} fields={fields} onClose={onClose} />
    </Modal>
  );
}

interface Props {
  customer: Customer;
  fields: ProfileField[];
  onClose: () => void;
}

function Form({ customer, fields, onClose }: Props) {
  const { t } = useTranslation('profile');
  const problem = useProblemText();
  const labelOf = useFieldLabel();
  const form = useFieldForm(customer, fields, onClose);
  const ready = (form.draft[NAME.name] ?? '').trim() !== '' && Object.keys(form.changes).length > 0;
  if (form.met) return <Conflict {...form.met} fields={fields} busy={form.busy} onChoose={form.settle} onLeave={form.forget} />;
  return (
    <form className={forms.form} onSubmit={(event) => {
        event.preventDefault();
        if (ready) form.save();
      }}>
      {fields.map((field, index) => (
        <FieldEditor
          key={field.name}
          field={field}
          label={labelOf(field)}
          autoFocus={index === 0}
          value={form.draft[field.name] ?? ''}
          onChange={(value) => form.set(field.name, value)}
          error={form.errorOf(field.name)}
        />
      ))}
      {form.failure && (
        <Callout tone="bad" alert>
          {t('failed', { reason: problem(form.failure) })}
        </Callout>
      )}
      <div className={forms.actions}>
        <Button type="submit" disabled={!ready} loading={form.busy}>
          {t('save')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
