import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Unit } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { useFieldError } from '@/lib/http';

import { useSaving } from '../useSaving';
import { UnitSelect } from './UnitSelect';

/** Adds a unit, or renames and moves one. */
export function UnitDialog({ unit, units, onClose }: { unit: Unit | null; units: Unit[]; onClose: () => void }) {
  const { t } = useTranslation(['teams']);
  const fieldError = useFieldError();
  const [name, setName] = useState(unit?.name ?? '');
  const [parent, setParent] = useState(unit?.parent_id ?? null);
  const save = useSaving('/api/units', 'units', unit, onClose);
  const submit = () => {
    save.mutate({ name: name.trim(), parent_id: parent });
  };
  return (
    <FormDialog title={unit ? t('teams:unit.editOne', { name: unit.name }) : t('teams:unit.add')} error={save.error} busy={save.isPending} onClose={onClose} onSubmit={submit}>
      <TextInput
        label={t('teams:field.name')}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={80}
        placeholder={t('teams:unit.example')}
        value={name}
        error={fieldError(save.error, 'name')}
        onChange={(event) => setName(event.target.value)}
      />
      <UnitSelect
        label={t('teams:unit.parent')}
        placeholder={t('teams:unit.top')}
        units={units}
        value={parent}
        without={unit?.id}
        error={fieldError(save.error, 'parent_id')}
        onUnit={setParent}
      />
    </FormDialog>
  );
}
