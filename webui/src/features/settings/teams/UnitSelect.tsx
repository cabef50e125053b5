import { Select, type SelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Unit } from '@/api';

import { branches, pathOf, within } from './tree';

interface Props extends Omit<SelectProps, 'data' | 'onChange' | 'value'> {
  units: Unit[];
  value: string | null;
  /** A unit that cannot be chosen, nor what lies in it. */
  without?: string;
  /** Which of them can be chosen. */
  allow?: (unitId: string | null) => boolean;
  onUnit: (unitId: string | null) => void;
}

/** Chooses a unit of the organisation, or none. */
export function UnitSelect({ units, value, without, allow = () => true, onUnit, ...props }: Props) {
  const { t } = useTranslation('teams');
  const barred = without === undefined ? new Set<string>() : within(units, without);
  const data = branches(units)
    .filter(({ unit }) => !barred.has(unit.id) && (allow(unit.id) || unit.id === value))
    .map(({ unit }) => ({ value: unit.id, label: pathOf(units, unit.id) }));
  const none = allow(null) || value === null ? [{ value: '', label: props.placeholder ?? t('unit.none') }] : [];
  return (
    <Select
      searchable={data.length > 8}
      allowDeselect={false}
      data={[...none, ...data]}
      value={value ?? ''}
      onChange={(unitId) => onUnit(unitId === '' ? null : unitId)}
      {...props}
    />
  );
}
