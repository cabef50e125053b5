import { Button, Drawer } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ParkedItem } from '@/api';
import { Callout, ErrorState, SkeletonRows } from '@/components';
import { useFormat } from '@/lib/format';

import { useCause, useKindName } from './kinds';
import styles from './Parked.module.css';
import { useParkedDetail } from './useParked';

/** What one of them holds, as it came, secrets taken out. */
export function ParkedDrawer({ item, onClose }: { item: ParkedItem; onClose: () => void }) {
  const { t } = useTranslation('parked');
  const { dateTime } = useFormat();
  const { data, isPending, error, refetch } = useParkedDetail(item.id);
  const name = useKindName()(item.kind);
  const causeOf = useCause();
  const [copied, setCopied] = useState(false);
  const text = data ? JSON.stringify(data.payload, null, 2) : '';
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={name} closeButtonProps={{ 'aria-label': t('close') }}>
      <div className={styles.drawer}>
        <dl className={styles.facts}>
          <dt>{t('field.reason')}</dt>
          <dd>{t(`reasonText.${item.reason}`)}</dd>
          {item.cause && (
            <>
              <dt>{t('field.cause')}</dt>
              <dd>{causeOf(item)}</dd>
            </>
          )}
          <dt>{t('field.parkedAt')}</dt>
          <dd>{dateTime(item.parked_at)}</dd>
          {item.account && (
            <>
              <dt>{t('field.account')}</dt>
              <dd>
                <bdi dir="ltr">{item.account}</bdi>
              </dd>
            </>
          )}
          <dt>{t('field.kind')}</dt>
          <dd>
            <code dir="ltr">{item.kind}</code>
          </dd>
        </dl>
        {item.detail && (
          <Callout tone="warn" title={t('field.detail')}>
            <bdi dir="ltr">{item.detail}</bdi>
          </Callout>
        )}
        {!item.retryable && <Callout tone="info">{t('notRetryable')}</Callout>}
        {isPending && <SkeletonRows rows={4} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {data && (
          <>
            <header className={styles.payloadHead}>
              <h3>{t('field.payload')}</h3>
              {window.isSecureContext && (
                <Button variant="default" size="xs" onClick={copy}>
                  {copied ? t('copied') : t('copy')}
                </Button>
              )}
            </header>
            <pre className={styles.payload} dir="ltr" tabIndex={0}>
              {text}
            </pre>
          </>
        )}
      </div>
    </Drawer>
  );
}
