import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useLocalStorage } from '@mantine/hooks';

import { type Filters, filtersOf, withFilters } from './filters';

/** How long rows are: all that is known, or a line each. */
export type Density = 'full' | 'compact';

/** What the timeline shows, kept in the address; how, kept in this browser. */
export function useTimelineView() {
  const [params, setParams] = useSearchParams();
  const key = params.toString();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for the params, which are new on each navigation
  const filters = useMemo(() => filtersOf(params), [key]);
  const day = /^\d{4}-\d{2}-\d{2}$/.exec(params.get('at') ?? '')?.[0] ?? null;
  const [density, setDensity] = useLocalStorage<Density>({ key: 'peyvand-timeline', defaultValue: 'full', getInitialValueInEffect: false });
  const setFilters = useCallback(
    (change: Partial<Filters>) =>
      setParams((known) => withFilters(known, { ...filtersOf(known), ...change }), { replace: true }),
    [setParams],
  );
  const setDay = useCallback(
    (wanted: string | null) =>
      setParams(
        (known) => {
          const next = new URLSearchParams(known);
          if (wanted === null) next.delete('at');
          else next.set('at', wanted);
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { filters, setFilters, day, setDay, density, setDensity };
}

export type TimelineView = ReturnType<typeof useTimelineView>;
