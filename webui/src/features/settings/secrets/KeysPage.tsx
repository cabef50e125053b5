import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Key, Keys } from '@/api';
import { Callout, Chip, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { http, queryClient, useProblemText } from '@/lib/http';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import styles from './Keys.module.css';

const LOOK_MS = 1_000;

function useKeys() {
  return useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => http.get<Keys>('/api/keys', { signal }),
    refetchInterval: (query) => (query.state.data?.resealing ? LOOK_MS : false),
  });
}

function KeyRow({ item, fixed, onRetire }: { item: Key; fixed: boolean; onRetire: () => void }) {
  const { t } = useTranslation('secrets');
  const { number } = useFormat();
  const standing = !item.present ? 'missing' : item.current ? 'current' : 'old';
  return (
    <article className={page.row}>
      <div className={page.names}>
        <b className={styles.id}>
          <Icon name="key" size={16} />
          <bdi dir="ltr">{item.id}</bdi>
          <Chip tone={item.present ? (item.current ? 'ok' : 'neutral') : 'bad'}>{t(standing)}</Chip>
        </b>
        <span className={page.aside}>{t('count', { count: item.secrets, shown: number(item.secrets) })}</span>
        {!item.present && <span className={styles.missing}>{t('missingText')}</span>}
      </div>
      <div className={page.actions}>
        {!fixed && item.present && !item.current && item.secrets === 0 && (
          <Button variant="default" size="xs" aria-label={t('retireOne', { id: item.id })} onClick={onRetire}>
            {t('retire')}
          </Button>
        )}
      </div>
    </article>
  );
}

/** The keys that stored secrets are sealed with, by name: a new one now and then, old ones put away. */
export function KeysPage() {
  const { t } = useTranslation(['secrets', 'settings']);
  const problem = useProblemText();
  const { data, isPending, error, refetch } = useKeys();
  const [retiring, setRetiring] = useState<string | null>(null);
  const rotation = useMutation({
    mutationFn: () => http.post<Keys>('/api/keys/rotate'),
    onSuccess: (keys) => queryClient.setQueryData(['keys'], keys),
  });
  const busy = rotation.isPending || data?.resealing === true;
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.keys')}>
        {data && (
          <Button leftSection={<Icon name="refresh" />} loading={busy} onClick={() => rotation.mutate()}>
            {t('secrets:rotate')}
          </Button>
        )}
      </PageHeader>
      <div className={page.body} tabIndex={0} role="region" aria-label={t('settings:section.keys')}>
        <p className={styles.intro}>{t('secrets:intro')}</p>
        {rotation.error && <Callout tone="bad" alert title={problem(rotation.error)} />}
        {data?.source === 'settings' && <Callout tone="info" title={t('secrets:fromSettings')} />}
        <p role="status" className={styles.status}>
          {data?.resealing && t('secrets:rotating')}
        </p>
        {isPending && <SkeletonRows rows={2} />}
        {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
        {data && (
          <div className={page.list}>
            {data.keys.map((item) => (
              <KeyRow key={item.id} item={item} fixed={data.source === 'settings'} onRetire={() => setRetiring(item.id)} />
            ))}
          </div>
        )}
      </div>
      {retiring !== null && (
        <DeleteDialog
          title={t('secrets:retireTitle', { id: retiring })}
          text={t('secrets:retireText')}
          word={t('secrets:retire')}
          path={`/api/keys/${encodeURIComponent(retiring)}`}
          list="keys"
          onClose={() => setRetiring(null)}
        />
      )}
    </div>
  );
}
