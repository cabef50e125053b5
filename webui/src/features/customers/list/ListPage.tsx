import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { Callout, Icon, Kbd, PageHeader } from '@/components';
import { type KeyBinding, useKeys } from '@/lib/keys';
import { useCan } from '@/lib/session';

import { CreateCustomer } from '../CreateCustomer';
import { AreaTabs } from './AreaTabs';
import { BulkBar } from './BulkBar';
import type { ListArea } from './columns';
import { ColumnsMenu } from './ColumnsMenu';
import { CustomerTable } from './CustomerTable';
import { FilterBar } from './FilterBar';
import { nodesOf } from './filter';
import { ListEmpty } from './ListEmpty';
import styles from './ListPage.module.css';
import { SearchField } from './SearchField';
import { NONE, type Selection } from './selection';
import { SortMenu } from './SortMenu';
import { Total } from './Total';
import { useList } from './useList';
import { type ListState, useListState } from './useListState';
import { ViewTabs } from './ViewTabs';

/** All customers, or all organisations: searched, filtered, ordered, chosen and acted upon. */
export function ListPage({ area }: { area: ListArea }) {
  const { t } = useTranslation(['customers', 'lists']);
  const list = useListState(area);
  const search = useRef<HTMLInputElement>(null);
  const [adding, setAdding] = useState(false);
  const [creating, create] = useCreating();
  const writes = useCan('customers:write');
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { code: 'Slash', label: t('customers:searchLabel'), run: () => search.current?.focus() },
      { code: 'KeyF', label: t('lists:filter.add'), run: () => setAdding(true) },
      ...(writes ? [{ code: 'KeyC', label: t('customers:new'), run: create.open }] : []),
    ],
    [writes, t, create.open],
  );
  useKeys('page', bindings);
  return (
    <div className={styles.page}>
      <PageHeader title={t(area === 'organisations' ? 'lists:area.organisations' : 'customers:title')} beside={<AreaTabs />}>
        <SearchField ref={search} value={list.text} onChange={list.search} />
        {writes && (
          <Button className={styles.new} leftSection={<Icon name="plus" />} rightSection={<Kbd on="accent">C</Kbd>} onClick={create.open}>
            {t('customers:new')}
          </Button>
        )}
      </PageHeader>
      <div className={styles.tools}>
        <ViewTabs list={list} />
        <div className={styles.end}>
          <FilterBar.Add list={list} opened={adding} onOpened={setAdding} />
          <SortMenu list={list} />
          <ColumnsMenu list={list} />
        </div>
      </div>
      {list.viewGone && (
        <div className={styles.gone}>
          <Callout tone="warn">{t('lists:view.gone')}</Callout>
        </div>
      )}
      <FilterBar list={list} />
      <Found list={list} onCreate={writes ? create.open : null} />
      {creating && <CreateCustomer initial={list.text} onClose={create.close} />}
    </div>
  );
}

/** The form for a new customer; `?new=1` in the address opens it. */
function useCreating() {
  const [params, setParams] = useSearchParams();
  const asked = params.has('new');
  const [open, form] = useDisclosure(false);
  const close = () => {
    form.close();
    if (asked) setParams((now) => (now.delete('new'), now), { replace: true });
  };
  return [open || asked, { open: form.open, close }] as const;
}

function Found({ list, onCreate }: { list: ListState; onCreate: (() => void) | null }) {
  const { found, rows, total } = useList(list.query, list.ready);
  const key = JSON.stringify(list.query);
  const [chosen, setChosen] = useState<{ key: string; selection: Selection }>({ key, selection: NONE });
  const selection = chosen.key === key ? chosen.selection : NONE;
  const choose = (next: Selection) => setChosen({ key, selection: next });
  const narrowed = list.query.q !== '' || nodesOf(list.filter).length > 0 || list.mine;
  return (
    <>
      <CustomerTable
        list={list}
        found={found}
        rows={rows}
        selection={selection}
        onSelection={choose}
        empty={<ListEmpty list={list} narrowed={narrowed} onCreate={onCreate} />}
      />
      {selection.all || selection.ids.size > 0 ? (
        <BulkBar list={list} rows={rows} total={total ?? rows.length} selection={selection} onSelection={choose} />
      ) : (
        rows.length > 0 && <Total total={total} loaded={rows.length} more={found.hasNextPage} area={list.area} />
      )}
    </>
  );
}
