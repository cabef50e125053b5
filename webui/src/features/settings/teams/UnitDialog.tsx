import { Button, Modal, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Unit } from '@/api';
import { Callout } from '@/components';
import { useFieldError, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { useSaving } from '../useSaving';
import { UnitSelect } from './UnitSelect';

/** Adds a unit, or renames and moves one. */
export function UnitDialog({ unit, units, onClose }: { unit: Unit | null; units: Unit[]; onClose: () => void }) {
  const { t } = useTranslation(['teams', 'common']);
  const text = useProblemText();
  const fieldError = useFieldError();
  const [name, setName] = useState(unit?.name ?? '');
  const [parent, setParent] = useState(unit?.parent_id ?? null);
  const save = useSaving('/api/units', 'units', unit, onClose);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate({ name: name.trim(), parent_id: parent });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={unit ? t('teams:unit.editOne', { name: unit.name }) : t('teams:unit.add')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form className={page.form} onSubmit={submit}>
        {save.error && <Callout tone="bad" alert title={text(save.error)} />}
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
        <div className={page.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common:action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
