import { Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { MyQueue, Presence } from '@/api';
import { Icon } from '@/components';
import { QueueItem, useQueues } from '@/features/presence/QueueItems';
import { http } from '@/lib/http';

interface Props {
  person: Presence;
  onFailed: (error: unknown) => void;
}

const leavable = (queue: MyQueue) => queue.signed_in && !queue.fixed && !queue.changing;

/** The queues of somebody's phone, to sign them in and out. */
export function AgentQueues({ person, onFailed }: Props) {
  const { t } = useTranslation('agents');
  const path = `/api/presence/${person.user_id}/queues`;
  const queues = useQueues(path, person.version);
  const leave = useMutation({ mutationFn: () => http.delete(path), onError: onFailed });
  if (!queues) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{queues.length > 0 ? t('queues') : t('noQueues')}</Menu.Label>
      {queues.map((queue) => (
        <QueueItem key={queue.id} queue={queue} path={path} onFailed={onFailed} />
      ))}
      {queues.some(leavable) && (
        <Menu.Item leftSection={<Icon name="logout" mirror />} closeMenuOnClick={false} disabled={leave.isPending} onClick={() => leave.mutate()}>
          {t('leaveAll')}
        </Menu.Item>
      )}
    </>
  );
}
