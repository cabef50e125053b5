import { Menu } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { MyQueue } from '@/api';
import { Icon } from '@/components';
import { http } from '@/lib/http';

import styles from './QueueItems.module.css';

const OWN = '/api/me/queues';

/** The queues under an address; whatever changes in them makes a new version of that person's presence. */
export function useQueues(path: string, version: number): MyQueue[] | null {
  const { data } = useQuery({
    queryKey: ['queues', path, version],
    queryFn: () => http.get<{ items: MyQueue[] }>(path),
    placeholderData: keepPreviousData,
  });
  return data?.items ?? null;
}

function Mark({ queue }: { queue: MyQueue }) {
  const { t } = useTranslation('presence');
  if (queue.gone) return t('queue.gone');
  if (queue.changing) return t('queue.changing');
  if (queue.signed_in && queue.paused) return t('queue.paused');
  if (queue.fixed) return t('queue.fixed');
  return null;
}

interface ItemProps {
  queue: MyQueue;
  /** Where the queues of this person are. */
  path: string;
  onFailed?: (error: unknown) => void;
}

/** A queue with a tick: joins, or leaves. */
export function QueueItem({ queue, path, onFailed }: ItemProps) {
  const { t } = useTranslation('presence');
  const change = useMutation({
    mutationFn: () => http.put(`${path}/${queue.id}`, { signed_in: !queue.signed_in }),
    onError: onFailed,
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
      {queue.team && <span className={styles.mark}>{queue.team.name}</span>}
      <span className={styles.mark}>
        <Mark queue={queue} />
      </span>
    </Menu.CheckboxItem>
  );
}

/** The queues of the telephone system whose calls come to one's phone; a tick joins, taking it away leaves. */
export function QueueItems({ version, atPhone }: { version: number; atPhone: boolean }) {
  const { t } = useTranslation('presence');
  const queues = useQueues(OWN, version) ?? [];
  return (
    <>
      {atPhone && <Menu.Label>{t('atPhone')}</Menu.Label>}
      {queues.length > 0 && (
        <>
          <Menu.Divider />
          <Menu.Label>{t('queues')}</Menu.Label>
          {queues.map((queue) => (
            <QueueItem key={queue.id} queue={queue} path={OWN} />
          ))}
        </>
      )}
    </>
  );
}
