import { Button, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Direction } from '@/api';
import { useColleagues } from '@/features/customers/list/lookups';

import { countOf, DIRECTIONS, type StateFilter, STATES } from './filters';
import styles from './TimelineBar.module.css';
import type { TimelineView } from './useTimelineView';

/** By direction, by how it went, by who took it. */
export function MoreFilters({ view: { filters, setFilters } }: { view: TimelineView }) {
  const { t } = useTranslation('timeline');
  const colleagues = useColleagues();
  const any = { value: '', label: t('filter.any') };
  return (
    <div className={styles.more}>
      <NativeSelect
        label={t('filter.direction')}
        data={[any, ...DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`) }))]}
        value={filters.direction}
        onChange={(event) => setFilters({ direction: event.currentTarget.value as Direction | '' })}
      />
      <NativeSelect
        label={t('filter.state')}
        data={[any, ...STATES.map((value) => ({ value, label: t(`state.${value}`) }))]}
        value={filters.state}
        onChange={(event) => setFilters({ state: event.currentTarget.value as StateFilter | '' })}
      />
      <NativeSelect
        label={t('filter.agent')}
        data={[any, ...colleagues.map(({ id, name }) => ({ value: id, label: name }))]}
        value={filters.agentId}
        onChange={(event) => setFilters({ agentId: event.currentTarget.value })}
      />
      {countOf(filters) > 0 && (
        <Button size="xs" variant="subtle" onClick={() => setFilters({ direction: '', state: '', agentId: '' })}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
