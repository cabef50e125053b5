import { Button, Modal, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Callout } from '@/components';
import type { HoursCalendar } from '@/features/hours/types';
import { useFormat } from '@/lib/format';
import { http, useFieldError, useProblemText } from '@/lib/http';

import { useLines } from '../lines/useLines';
import page from '../page.module.css';
import { useSaving } from '../useSaving';
import { bodyOf, usualWeek } from './week';

interface Named {
  id: string;
  name: string;
}

/** The teams, where there is a list of them. */
function useTeams(): Named[] {
  const { data } = useQuery({
    queryKey: ['teams', 'names'],
    retry: false,
    queryFn: ({ signal }) => http.get<{ items: Named[] }>('/api/teams', { signal }),
  });
  return data?.items ?? [];
}

/** Adds a calendar or changes one: its name and zone, who keeps it. */
export function CalendarDialog({ calendar, first, onClose }: { calendar: HoursCalendar | null; first: boolean; onClose: (made?: HoursCalendar) => void }) {
  const { t } = useTranslation(['hours', 'common']);
  const { style } = useFormat();
  const fieldError = useFieldError();
  const problem = useProblemText();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const { lines } = useLines();
  const teams = useTeams();
  const [form, setForm] = useState({
    name: calendar?.name ?? '',
    time_zone: calendar?.time_zone ?? style.timeZone,
    lines: calendar?.lines ?? [],
    teams: calendar?.teams ?? [],
    is_default: calendar?.is_default ?? first,
  });
  const save = useSaving('/api/hours', 'hours', calendar, () => onClose());
  const set = (change: Partial<typeof form>) => setForm((before) => ({ ...before, ...change }));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(calendar ? form : { ...form, week: bodyOf(usualWeek(style.calendar)) });
  };
  const named = (items: Named[]) => items.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Modal opened onClose={() => onClose()} title={calendar ? t('hours:editOne', { name: calendar.name }) : t('hours:add')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <form className={page.form} onSubmit={submit}>
        {save.error && <Callout tone="bad" alert title={problem(save.error)} />}
        <TextInput data-autofocus label={t('hours:about.name')} maxLength={80} value={form.name} error={fieldError(save.error, 'name')} onChange={(event) => set({ name: event.currentTarget.value })} />
        <Select
          label={t('hours:about.zone')}
          dir="ltr"
          searchable
          limit={60}
          data={zones.includes(form.time_zone) ? zones : [form.time_zone, ...zones]}
          value={form.time_zone}
          error={fieldError(save.error, 'time_zone')}
          nothingFoundMessage={t('hours:about.noZone')}
          onChange={(zone) => zone && set({ time_zone: zone })}
        />
        <MultiSelect label={t('hours:about.lines')} description={t('hours:about.keeps')} searchable data={named(lines ?? [])} value={form.lines} onChange={(ids) => set({ lines: ids })} />
        {(teams.length > 0 || form.teams.length > 0) && (
          <MultiSelect label={t('hours:about.teams')} searchable data={named(teams)} value={form.teams} onChange={(ids) => set({ teams: ids })} />
        )}
        <Switch label={t('hours:about.default')} checked={form.is_default} disabled={calendar?.is_default === true || first} onChange={(event) => set({ is_default: event.currentTarget.checked })} />
        <div className={page.buttons}>
          <Button variant="default" onClick={() => onClose()}>
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
