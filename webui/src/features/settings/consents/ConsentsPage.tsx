import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConsentImport } from '@/api';
import { EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from '../suppressions/Suppressions.module.css';
import own from './Consents.module.css';
import { ExportDialog } from './ExportDialog';
import { ImportDialog } from './ImportDialog';
import { Counts, StateChip } from './Outcome';
import { useConsentImports } from './useConsentImports';

/** The files of consents that were brought in, and the log as a file. */
export function ConsentsPage() {
  const { t } = useTranslation(['consentFiles', 'settings']);
  const problem = useProblemText();
  const { query, items } = useConsentImports();
  const [open, setOpen] = useState<ConsentImport | 'new' | 'export' | null>(null);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.consents')}>
        <Button variant="default" leftSection={<Icon name="download" />} onClick={() => setOpen('export')}>
          {t('consentFiles:export')}
        </Button>
        <Button leftSection={<Icon name="file-import" />} onClick={() => setOpen('new')}>
          {t('consentFiles:import')}
        </Button>
      </PageHeader>
      <div className={[page.body, styles.body].join(' ')} tabIndex={0} role="region" aria-label={t('settings:section.consents')}>
        <p className={styles.about}>{t('consentFiles:about')}</p>
        {query.isPending && <SkeletonRows rows={4} tile />}
        {query.isError && items.length === 0 && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        {query.isSuccess && items.length === 0 && <EmptyState icon="file-import" title={t('consentFiles:empty.title')} text={t('consentFiles:empty.text')} />}
        {items.length > 0 && (
          <div className={page.list}>
            {items.map((one) => (
              <Row key={one.id} one={one} onOpen={() => setOpen(one)} />
            ))}
          </div>
        )}
        {items.length > 0 && <EndOfList query={query} more={t('consentFiles:more')} problem={problem} />}
      </div>
      {open === 'export' && <ExportDialog onClose={() => setOpen(null)} />}
      {open && open !== 'export' && <ImportDialog first={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Row({ one, onOpen }: { one: ConsentImport; onOpen: () => void }) {
  const { t } = useTranslation('consentFiles');
  const { dateTime } = useFormat();
  return (
    <article className={[page.row, styles.row].join(' ')} data-off={one.state === 'undone' || one.state === 'cancelled'}>
      <span className={styles.mark}>
        <Icon name="file-text" />
      </span>
      <div className={page.names}>
        <span className={styles.head}>
          <b>
            <bdi>{one.name}</bdi>
          </b>
          <StateChip state={one.state} />
          <Counts one={one} />
        </span>
        <span className={page.aside}>{one.created_by ? t('by', { when: dateTime(one.created_at), name: `\u2068${one.created_by.name}\u2069` }) : dateTime(one.created_at)}</span>
      </div>
      <Button variant="subtle" size="xs" px={8} className={own.open} aria-label={t('open', { name: `\u2068${one.name}\u2069` })} onClick={onOpen}>
        <Icon name="chevron-right" mirror />
      </Button>
    </article>
  );
}
