import { Checkbox, NativeSelect, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { DispositionFilter } from '@/features/dispositions/DispositionFilter';
import { useCan } from '@/lib/session';

import { RESULTS } from './filters';
import styles from './HistoryPage.module.css';
import type { CallFilters } from './useCalls';

interface Props {
  filters: CallFilters;
  onChange: (filters: CallFilters) => void;
}

/** Narrows the history by direction, result and whose calls they were. */
export function HistoryFilters({ filters, onChange }: Props) {
  const { t } = useTranslation('calls');
  const all = useCan('calls:read_all');
  const directions = [
    { value: '', label: t('history.any') },
    ...(['inbound', 'outbound', 'internal'] as const).map((value) => ({ value, label: t(`direction.${value}`) })),
  ];
  const results = [{ value: '', label: t('history.anyResult') }, ...RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))];
  return (
    <div className={styles.filters} role="group" aria-label={t('history.filters')}>
      {all && (
        <Checkbox
          size="xs"
          label={t('history.mine')}
          checked={filters.mine}
          onChange={(event) => onChange({ ...filters, mine: event.currentTarget.checked })}
        />
      )}
      <DispositionFilter value={filters.disposition_id} onChange={(id) => onChange({ ...filters, disposition_id: id })} />
      <NativeSelect
        size="xs"
        aria-label={t('history.result')}
        data={results}
        value={filters.result}
        onChange={(event) => onChange({ ...filters, result: event.currentTarget.value as CallFilters['result'] })}
      />
      <SegmentedControl
        aria-label={t('history.direction')}
        data={directions}
        value={filters.direction}
        onChange={(value) => onChange({ ...filters, direction: value as CallFilters['direction'] })}
      />
    </div>
  );
}
