import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Customer } from '@/api';
import { Callout, Icon } from '@/components';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import { Conflict } from './Conflict';
import { FieldEditor } from './FieldEditor';
import { type ProfileField, valueOf } from './fields';
import { FieldValue } from './FieldValue';
import styles from './Profile.module.css';
import { useFieldForm } from './useFieldForm';
import { useFieldLabel } from './useFieldLabel';

/** One fact of the profile; pressed, it is written in its place. */
export function InlineField({ customer, field }: { customer: Customer; field: ProfileField }) {
  const { t } = useTranslation('profile');
  const label = useFieldLabel()(field);
  const writes = useCan('customers:write');
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    window.setTimeout(() => button.current?.focus());
  };
  if (open) return <Editing customer={customer} field={field} label={label} onClose={close} />;
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>
        <FieldValue field={field} value={valueOf(customer, field.name)} customer={customer} />
        {writes && (
          <button ref={button} type="button" className={styles.pencil} aria-label={t('change', { field: label })} onClick={() => setOpen(true)}>
            <Icon name="pencil" size={14} />
          </button>
        )}
      </dd>
    </div>
  );
}

interface EditingProps {
  customer: Customer;
  field: ProfileField;
  label: string;
  onClose: () => void;
}

function Editing({ customer, field, label, onClose }: EditingProps) {
  const { t } = useTranslation('profile');
  const problem = useProblemText();
  const form = useFieldForm(customer, [field], onClose);
  const newer = form.newer(field.name);
  return (
    <div className={styles.editing}>
      <dt className={styles.editLabel}>{label}</dt>
      <dd>
        <form
          onSubmit={(event) => {
        event.preventDefault();
        form.save();
      }}
          onKeyDown={(event) => event.code === 'Escape' && !event.defaultPrevented && onClose()}
        >
          <FieldEditor
            field={field}
            label={label}
            bare
            autoFocus
            value={form.draft[field.name] ?? ''}
            onChange={(value) => form.set(field.name, value)}
            error={form.errorOf(field.name)}
          />
          {newer !== null && !form.met && (
            <p className={styles.newer} role="status">
              {t('conflict.meanwhile')} <FieldValue field={field} value={newer} customer={customer} />
            </p>
          )}
          {form.failure && (
            <Callout tone="bad" alert>
              {t('failed', { reason: problem(form.failure) })}
            </Callout>
          )}
          {!form.met && (
            <div className={styles.buttons}>
              <Button type="submit" size="xs" loading={form.busy}>
                {t('save')}
              </Button>
              <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
                {t('cancel')}
              </Button>
            </div>
          )}
        </form>
        {form.met && <Conflict {...form.met} fields={[field]} busy={form.busy} onChoose={form.settle} onLeave={onClose} />}
      </dd>
    </div>
  );
}
