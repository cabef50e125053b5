import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import type { OutboxState } from '@/api';
import { Chip, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { dirOf } from '@/components/dirOf';
import { EndOfList } from '@/components/EndOfList';
import { toAscii } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { part } from '@/lib/parts';
import { useSandbox } from '@/lib/sandbox';
import { useCan, useModule } from '@/lib/session';

import page from '../page.module.css';
import styles from './Outbox.module.css';
import { OutboxRow } from './OutboxRow';
import { Reading } from './Reading';
import { type OutboxFilter, useOutbox } from './useOutbox';

const TestDialog = lazy(part(() => import('./TestDialog'), 'TestDialog', 'outbox', 'customers'));
const CHANNELS = ['sms', 'email', 'chat'] as const;
const STATES: OutboxState[] = ['captured', 'accepted', 'sending', 'sent', 'delivered', 'undelivered', 'unknown', 'refused'];

/** The filter and the opened message stand in the address, so that both can be linked to. */
function usePlace() {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string | null) =>
    setParams(
      (now) => {
        if (value) now.set(name, value);
        else now.delete(name);
        return now;
      },
      { replace: name !== 'message' },
    );
  const state = params.get('state') as OutboxState | null;
  const channel = CHANNELS.find((one) => one === params.get('channel')) ?? null;
  return { channel, state: state && STATES.includes(state) ? state : null, customer: params.get('customer'), message: params.get('message'), set };
}

function Filters({ place, search, onSearch }: { place: ReturnType<typeof usePlace>; search: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation('outbox');
  return (
    <div className={styles.filters}>
      <TextInput
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<Icon name="search" />}
        value={search}
        dir={dirOf(search)}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      <div className={styles.pair}>
        <Select
          aria-label={t('channelFilter')}
          placeholder={t('everyChannel')}
          clearable
          data={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={place.channel}
          onChange={(value) => place.set('channel', value)}
        />
        <Select
          aria-label={t('stateFilter')}
          placeholder={t('everyState')}
          clearable
          data={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          value={place.state}
          onChange={(value) => place.set('state', value)}
        />
      </div>
      {place.customer && (
        <button type="button" className={styles.only} onClick={() => place.set('customer', null)}>
          {t('onlyCustomer')} <Icon name="x" size={14} />
        </button>
      )}
    </div>
  );
}

/** Every outgoing message, and the one that is read, as its recipient would read it. */
export function OutboxPage() {
  const { t } = useTranslation(['outbox', 'settings']);
  const problem = useProblemText();
  const place = usePlace();
  const templates = useModule('templates');
  const mayTest = useCan('outbox:test') && templates;
  const sandbox = useSandbox();
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(toAscii(search).trim(), 250);
  const [testing, setTesting] = useState(false);
  const filter: OutboxFilter = { channel: place.channel, state: place.state, customer_id: place.customer, search: settled };
  const { query, items } = useOutbox(filter);
  const filtered = Object.values(filter).some(Boolean);
  return (
    <div className={page.page}>
      <PageHeader
        title={t('settings:section.outbox')}
        beside={sandbox && !sandbox.on && <Chip>{t('sandboxOff')}</Chip>}
      >
        {mayTest && sandbox?.on && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setTesting(true)}>
            {t('test.open')}
          </Button>
        )}
      </PageHeader>
      <div className={styles.panes} data-reading={place.message !== null}>
        <section className={styles.side} aria-label={t('list')}>
          <Filters place={place} search={search} onSearch={setSearch} />
          <div className={styles.rows} tabIndex={0} role="region" aria-label={t('settings:section.outbox')}>
            {query.isPending && <SkeletonRows rows={6} tile />}
            {query.isError && items.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
            {query.isSuccess && items.length === 0 && (
              <EmptyState icon="messages" title={t(filtered ? 'none.title' : 'empty.title')} text={t(filtered ? 'none.text' : 'empty.text')} />
            )}
            {items.map((row) => (
              <OutboxRow key={row.id} row={row} chosen={row.id === place.message} onOpen={() => place.set('message', row.id)} />
            ))}
            {items.length > 0 && <EndOfList query={query} more={t('more')} problem={problem} />}
          </div>
        </section>
        <Reading id={place.message} onBack={() => place.set('message', null)} />
      </div>
      <Suspense>
        {testing && (
          <TestDialog
            onClose={() => setTesting(false)}
            onSent={(made) => {
              setTesting(false);
              place.set('message', made.id);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
