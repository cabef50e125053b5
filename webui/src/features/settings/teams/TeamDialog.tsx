import { Radio, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Team, Unit } from '@/api';
import { FormDialog } from '@/components/FormDialog';
import { TeamChip } from '@/components/TeamChip';
import { useFieldError } from '@/lib/http';

import { useSaving } from '../useSaving';
import styles from './Teams.module.css';
import { UnitSelect } from './UnitSelect';
import { useManages } from './useTeams';

const COLOURS = ['neutral', 'blue', 'jade', 'violet', 'clay', 'cyan', 'ochre', 'rose'] as const;

interface Props {
  team: Team | null;
  units: Unit[];
  /** Where a new team is put at first. */
  unitId?: string | null;
  onClose: () => void;
}

/** Adds a team, or changes what it is called and where it belongs. */
export function TeamDialog({ team, units, unitId = null, onClose }: Props) {
  const { t } = useTranslation(['teams']);
  const fieldError = useFieldError();
  const manages = useManages();
  const [fields, setFields] = useState(() => ({
    name: team?.name ?? '',
    unit_id: team ? team.unit_id : unitId,
    colour: team?.colour ?? 'neutral',
    description: team?.description ?? '',
  }));
  const change = (part: Partial<typeof fields>) => setFields((before) => ({ ...before, ...part }));
  const save = useSaving('/api/teams', 'teams', team, onClose);
  const submit = () => {
    save.mutate({ ...fields, name: fields.name.trim() });
  };
  return (
    <FormDialog title={team ? t('teams:editOne', { name: team.name }) : t('teams:add')} error={save.error} busy={save.isPending} onClose={onClose} onSubmit={submit}>
      <TextInput
        label={t('teams:field.name')}
        required
        withAsterisk={false}
        data-autofocus
        maxLength={80}
        value={fields.name}
        error={fieldError(save.error, 'name')}
        onChange={(event) => change({ name: event.target.value })}
      />
      <UnitSelect
        label={t('teams:field.unit')}
        units={units}
        value={fields.unit_id}
        allow={manages}
        error={fieldError(save.error, 'unit_id')}
        onUnit={(unit_id) => change({ unit_id })}
      />
      <Textarea
        label={t('teams:field.description')}
        autosize
        minRows={2}
        maxLength={500}
        value={fields.description}
        error={fieldError(save.error, 'description')}
        onChange={(event) => change({ description: event.target.value.replaceAll('\n', ' ') })}
      />
      <Radio.Group label={t('teams:field.colour')} value={fields.colour} onChange={(colour) => change({ colour })}>
        <div className={styles.colours}>
          {COLOURS.map((colour) => (
            <Radio key={colour} value={colour} label={<TeamChip name={t(`teams:colour.${colour}`)} colour={colour} />} />
          ))}
        </div>
      </Radio.Group>
    </FormDialog>
  );
}
