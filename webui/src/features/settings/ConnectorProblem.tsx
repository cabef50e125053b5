import { CopyButton, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Connector } from '@/api';
import { Icon } from '@/components';
import { useFormat } from '@/lib/format';

import styles from './Connectors.module.css';

const REASONS = ['refused', 'timeout', 'rejected', 'no_challenge', 'no_pong', 'lost', 'overrun', 'not_a_pbx', 'broken'] as const;
type Reason = (typeof REASONS)[number];
const REASONS_SMS = ['refused', 'timeout', 'rejected', 'lost', 'no_pong', 'not_smpp', 'tls_untrusted', 'malformed'] as const;

function knownReason(reason: string | null): Reason | 'other' {
  return REASONS.find((known) => known === reason) ?? 'other';
}

/** The words of a reason: providers of SMS have some of their own. */
function useStory({ reason, channel }: Connector): { what: string; do: string } {
  const { t } = useTranslation('settings');
  const sms = channel === 'sms' ? REASONS_SMS.find((one) => one === reason) : undefined;
  if (sms) return { what: t(`reasonSms.${sms}.what`), do: t(`reasonSms.${sms}.do`) };
  const known = knownReason(reason);
  return { what: t(`reason.${known}.what`), do: t(`reason.${known}.do`) };
}

/** What happened, what to do, the provider's own words, and what waits meanwhile. */
export function ConnectorProblem({ connector }: { connector: Connector }) {
  const { t } = useTranslation('settings');
  const { dateTime } = useFormat();
  const story = useStory(connector);
  const { account, address, connection, answer, since, last_connected_at } = connector;
  const diagnostics = JSON.stringify({ account, address, connection, reason: connector.reason, answer, since, last_connected_at }, null, 2);
  return (
    <div className={styles.problem}>
      <Icon name="alert-triangle" size={18} />
      <div className={styles.story}>
        <b>{story.what}</b>
        <p>
          {story.do} {connector.channel === 'call' ? t('connectors.meanwhile') : t('connectors.meanwhileSms')}
        </p>
        <dl className={styles.facts}>
          {answer && (
            <>
              <dt>{t('connectors.answer')}</dt>
              <dd>
                <code>{answer}</code>
              </dd>
            </>
          )}
          <dt>{t('connectors.lastConnected')}</dt>
          <dd>{last_connected_at ? dateTime(last_connected_at) : t('connectors.never')}</dd>
        </dl>
      </div>
      <CopyButton value={diagnostics}>
        {({ copied, copy }) => (
          <Button variant="subtle" color="gray" size="xs" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
            {copied ? t('connectors.copied') : t('connectors.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
