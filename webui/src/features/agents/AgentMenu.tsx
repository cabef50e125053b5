import { ActionIcon, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AwayReason, Presence } from '@/api';
import { Icon, PresenceDot } from '@/components';
import { http, useProblemText } from '@/lib/http';

import styles from './AgentsPage.module.css';
import { AgentQueues } from './AgentQueues';

const REASONS: AwayReason[] = ['lunch', 'prayer', 'break', 'training', 'meeting'];

interface Choice {
  state: 'available' | 'away';
  reason?: AwayReason;
}

interface Props {
  person: Presence;
  onFailed: (text: string | null) => void;
}

/** What a supervisor may set for somebody: a state, a break's reason, queues. */
export function AgentMenu({ person, onFailed }: Props) {
  const { t } = useTranslation(['agents', 'common']);
  const problem = useProblemText();
  const [opened, setOpened] = useState(false);
  const failed = (error: unknown) => onFailed(t('agents:failed', { name: person.name, reason: problem(error) }));
  const change = useMutation({
    mutationFn: (choice: Choice) => http.put(`/api/presence/${person.user_id}`, choice),
    onMutate: () => onFailed(null),
    onError: failed,
  });
  const label = t('agents:menu', { name: person.name });
  return (
    <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <ActionIcon size={32} aria-label={label} title={label} loading={change.isPending}>
          <Icon name="dots" size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('agents:set')}</Menu.Label>
        <Menu.Item leftSection={<PresenceDot state="available" />} onClick={() => change.mutate({ state: 'available' })}>
          {t('common:presence.available')}
        </Menu.Item>
        <Menu.Label>{t('agents:away')}</Menu.Label>
        {REASONS.map((reason) => (
          <Menu.Item key={reason} leftSection={<PresenceDot state="away" />} onClick={() => change.mutate({ state: 'away', reason })}>
            {t(`common:reason.${reason}`)}
          </Menu.Item>
        ))}
        {opened && person.extension && <AgentQueues person={person} onFailed={failed} />}
        <Menu.Divider />
        <p className={styles.told}>{t('agents:told', { name: person.name })}</p>
      </Menu.Dropdown>
    </Menu>
  );
}
