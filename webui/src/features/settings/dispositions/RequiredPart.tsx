import { Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Requirable } from '@/api';
import { Callout, ErrorState, Icon, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';
import { http, queryClient, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import styles from './Dispositions.module.css';

const LIST = ['dispositions', 'required'];

/** The queues and lines whose calls must have a result before wrap-up ends. */
export function RequiredPart() {
  const { t } = useTranslation('dispositions');
  const text = useProblemText();
  const { data, isPending, error, refetch } = useQuery({
    queryKey: LIST,
    queryFn: ({ signal }) => http.get<{ items: Requirable[] }>('/api/dispositions/required', { signal }),
  });
  const change = useMutation({
    mutationFn: ({ kind, item_id, required, version }: Requirable) =>
      http.put(`/api/dispositions/required/${kind}/${item_id}`, { required: !required }, { headers: { 'If-Match': `"${version}"` } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: LIST }),
  });
  return (
    <section className={styles.required}>
      <h2>{t('required.title')}</h2>
      <p>{t('required.text')}</p>
      {isPending && <SkeletonRows rows={3} />}
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {change.error && <Callout tone="bad" alert title={text(change.error)} />}
      {data?.items.length === 0 && <p>{t('required.none')}</p>}
      {data && data.items.length > 0 && (
        <div className={page.list}>
          {data.items.map((item) => (
            <Row key={`${item.kind}:${item.item_id}`} item={item} onSwitch={() => change.mutate(item)} />
          ))}
        </div>
      )}
    </section>
  );
}

function Row({ item, onSwitch }: { item: Requirable; onSwitch: () => void }) {
  const { t } = useTranslation('dispositions');
  const { digits } = useFormat();
  return (
    <label className={page.row}>
      <span className={styles.name}>
        <Icon name={item.kind === 'line' ? 'phone-incoming' : 'list'} />
        <span className={page.names}>
          <span className="pv-cut">
            <bdi>{item.name}</bdi>
          </span>
          <span className={page.aside}>
            {t(`required.kind.${item.kind}`)}
            {item.detail && (
              <>
                {' · '}
                <bdi dir="ltr">{digits(item.detail)}</bdi>
              </>
            )}
          </span>
        </span>
      </span>
      <Switch checked={item.required} aria-label={t('required.one', { name: item.name })} onChange={onSwitch} />
    </label>
  );
}
