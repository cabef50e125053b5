import { Menu } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { MyQueue } from '@/api';
import { Icon } from '@/components';
import { http } from '@/lib/http';

import styles from './QueueItems.module.css';

function useQueues(version: number): MyQueue[] {
  const { data } = useQuery({
    queryKey: ['my-queues', version], // whatever changes in them makes a new version of one's presence
    queryFn: () => http.get<{ items: MyQueue[] }>('/api/me/queues'),
    placeholderData: keepPreviousData,
  });
  return data?.items ?? [];
}

function Mark({ queue }: { queue: MyQueue }) {
  const { t } = useTranslation('presence');
  if (queue.gone) return t('queue.gone');
  if (queue.changing) return t('queue.changing');
  if (queue.signed_in && queue.paused) return t('queue.paused');
  if (queue.fixed) return t('queue.fixed');
  return null;
}

function QueueItem({ queue }: { queue: MyQueue }) {
  const { t } = useTranslation('presence');
  const change = useMutation({
    mutationFn: () => http.put(`/api/me/queues/${queue.id}`, { signed_in: !queue.signed_in }),
  });
  const still = queue.gone || queue.changing || (queue.fixed && queue.signed_in);
  return (
    <Menu.CheckboxItem
      checked={queue.signed_in}
      data-disabled={still || change.isPending || undefined}
      closeMenuOnClick={false}
      checkIcon={<Icon name="check" size={14} />}
      title={queue.fixed ? t('queue.why') : undefined}
      onChange={() => {
        if (!still && !change.isPending) change.mutate();
      }}
    >
      <bdi>{queue.name}</bdi>
      <span className={styles.mark}>
        <Mark queue={queue} />
      </span>
    </Menu.CheckboxItem>
  );
}

/** The queues of the telephone system whose calls come to one's phone; a tick joins, taking it away leaves. */
export function QueueItems({ version, atPhone }: { version: number; atPhone: boolean }) {
  const { t } = useTranslation('presence');
  const queues = useQueues(version);
  return (
    <>
      {atPhone && <Menu.Label>{t('atPhone')}</Menu.Label>}
      {queues.length > 0 && (
        <>
          <Menu.Divider />
          <Menu.Label>{t('queues')}</Menu.Label>
          {queues.map((queue) => (
            <QueueItem key={queue.id} queue={queue} />
          ))}
        </>
      )}
    </>
  );
}
