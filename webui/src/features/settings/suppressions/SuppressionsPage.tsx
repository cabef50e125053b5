import { Button, Menu, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Suppression } from '@/api';
import { EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { dirOf } from '@/components/dirOf';
import { EndOfList } from '@/components/EndOfList';
import { toAscii, useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import { useCan } from '@/lib/session';

import page from '../page.module.css';
import { AddDialog } from './AddDialog';
import { ImportDialog } from './ImportDialog';
import { LiftDialog } from './LiftDialog';
import { SuppressionRow } from './SuppressionRow';
import styles from './Suppressions.module.css';
import { type Chosen, REASONS, useSuppressions } from './useSuppressions';

/** The addresses that nothing is sent to, whatever was allowed. */
export function SuppressionsPage() {
  const { t } = useTranslation(['consent', 'settings']);
  const { number } = useFormat();
  const problem = useProblemText();
  const [chosen, setChosen] = useState<Chosen>({ q: '', reason: null, state: 'standing' });
  const [settled] = useDebouncedValue(chosen.q, 200);
  const [open, setOpen] = useState<'add' | 'import' | null>(null);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const { query, items, standing } = useSuppressions({ ...chosen, q: toAscii(settled).trim() });
  const narrowed = settled.trim() !== '' || chosen.reason !== null || chosen.state !== 'standing';
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.suppressions')} beside={standing !== null && <span className={page.aside}>{t('consent:standing', { count: standing, shown: number(standing) })}</span>}>
        <Actions onOpen={setOpen} />
      </PageHeader>
      <div className={[page.body, styles.body].join(' ')} tabIndex={0} role="region" aria-label={t('settings:section.suppressions')}>
        <p className={styles.about}>{t('consent:about')}</p>
        <Filters chosen={chosen} onChoose={(change) => setChosen((before) => ({ ...before, ...change }))} />
        {query.isPending && <SkeletonRows rows={6} tile />}
        {query.isError && items.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && items.length === 0 && (
          <EmptyState icon={narrowed ? 'search' : 'circle-check'} title={t(narrowed ? 'consent:noneFound' : 'consent:empty.title')} text={narrowed ? undefined : t('consent:empty.text')} />
        )}
        {items.length > 0 && (
          <div className={page.list}>
            {items.map((one) => (
              <SuppressionRow key={one.id} one={one} onLift={() => setLifting(one)} />
            ))}
          </div>
        )}
        {items.length > 0 && <EndOfList query={query} more={t('consent:more')} problem={problem} />}
      </div>
      {open === 'add' && <AddDialog onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportDialog onClose={() => setOpen(null)} />}
      {lifting && <LiftDialog one={lifting} onClose={() => setLifting(null)} />}
    </div>
  );
}

function Actions({ onOpen }: { onOpen: (what: 'add' | 'import') => void }) {
  const { t } = useTranslation('consent');
  const manages = useCan('suppression:manage');
  const imports = useCan('consent:import');
  return (
    <>
      {imports && (
        <>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<Icon name="download" />}>
                {t('export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(['csv', 'xlsx'] as const).map((format) => (
                <Menu.Item key={format} component="a" href={`/api/suppressions/export?format=${format}`} download>
                  {t(`format.${format}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" leftSection={<Icon name="file-import" />} onClick={() => onOpen('import')}>
            {t('import.open')}
          </Button>
        </>
      )}
      {manages && (
        <Button leftSection={<Icon name="plus" />} onClick={() => onOpen('add')}>
          {t('add')}
        </Button>
      )}
    </>
  );
}

function Filters({ chosen, onChoose }: { chosen: Chosen; onChoose: (change: Partial<Chosen>) => void }) {
  const { t } = useTranslation('consent');
  return (
    <div className={styles.filters}>
      <TextInput
        type="search"
        className={styles.search}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<Icon name="search" />}
        value={chosen.q}
        dir={dirOf(chosen.q)}
        onChange={(event) => onChoose({ q: event.currentTarget.value })}
      />
      <Select
        aria-label={t('reasonFilter')}
        placeholder={t('everyReason')}
        clearable
        clearButtonProps={{ 'aria-label': t('everyReason') }}
        data={REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
        value={chosen.reason}
        onChange={(reason) => onChoose({ reason })}
      />
      <SegmentedControl
        aria-label={t('stateFilter')}
        value={chosen.state}
        onChange={(state) => onChoose({ state })}
        data={(['standing', 'ended', 'all'] as const).map((value) => ({ value, label: t(`state.${value}`) }))}
      />
    </div>
  );
}
