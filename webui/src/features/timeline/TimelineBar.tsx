import { ActionIcon, Popover } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Channel } from '@/api';
import { ChannelIcon, Icon, type IconName } from '@/components';
import { useFormat } from '@/lib/format';
import { part } from '@/lib/parts';

import { CHANNELS, countOf } from './filters';
import { MoreFilters } from './MoreFilters';
import styles from './TimelineBar.module.css';
import { TextFilter } from './TextFilter';
import type { TimelineView } from './useTimelineView';

const DatePicker = lazy(part(() => import('@/components/DatePicker'), 'DatePicker'));

/** What of the timeline is shown, from when, and how. */
export function TimelineBar({ view }: { view: TimelineView }) {
  const { t } = useTranslation('timeline');
  const compact = view.density === 'compact';
  return (
    <div className={styles.bar}>
      <Channels view={view} />
      <div className={styles.tools}>
        <TextFilter view={view} />
        <Drop icon="filter" label={t('filter.more')} count={countOf(view.filters)}>
          {() => <MoreFilters view={view} />}
        </Drop>
        <Drop icon="calendar-event" label={t('jump')} count={view.day === null ? 0 : 1}>
          {(close) => (
            <DatePicker
              value={view.day}
              onChange={(day) => {
                view.setDay(day);
                close();
              }}
            />
          )}
        </Drop>
        <Density compact={compact} onChange={() => view.setDensity(compact ? 'full' : 'compact')} />
      </div>
    </div>
  );
}

function Density({ compact, onChange }: { compact: boolean; onChange: () => void }) {
  const { t } = useTranslation('timeline');
  return (
    <ActionIcon className={styles.tool} aria-label={t('compact')} title={t('compact')} aria-pressed={compact} onClick={onChange}>
      <Icon name={compact ? 'list' : 'layout-list'} />
    </ActionIcon>
  );
}

/** Each channel by itself, or several together. */
function Channels({ view: { filters, setFilters } }: { view: TimelineView }) {
  const { t } = useTranslation('timeline');
  const { channels } = filters;
  const toggle = (name: Channel) =>
    setFilters({ channels: channels.includes(name) ? channels.filter((one) => one !== name) : [...channels, name] });
  return (
    <div className={styles.channels} role="group" aria-label={t('filters')}>
      <button type="button" className={styles.channel} aria-pressed={channels.length === 0} onClick={() => setFilters({ channels: [] })}>
        {t('all')}
      </button>
      {CHANNELS.map((name) => (
        <button
          key={name}
          type="button"
          className={styles.channel}
          aria-pressed={channels.includes(name)}
          aria-label={t(`channel.${name}`)}
          title={t(`channel.${name}`)}
          onClick={() => toggle(name)}
        >
          <ChannelIcon channel={name} />
          <span className={styles.word}>{t(`channel.${name}`)}</span>
        </button>
      ))}
    </div>
  );
}

interface DropProps {
  icon: IconName;
  label: string;
  count: number;
  children: (close: () => void) => ReactNode;
}

function Drop({ icon, label, count, children }: DropProps) {
  const { digits } = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="xl" radius="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon className={styles.tool} data-set={count > 0} aria-label={label} title={label} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={icon} />
          {count > 0 && <span className={styles.count}>{digits(count)}</span>}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Suspense>{open && children(() => setOpen(false))}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
