import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';

import { Icon } from '@/components';
import { useFormat } from '@/lib/format';
import { seeSandbox, useSandbox } from '@/lib/sandbox';
import { useCan } from '@/lib/session';

import styles from './Banners.module.css';

const PAGE = '/settings/outbox';

/** Stays on every page while messages are captured, and tells administrators of a switch until one of them has seen it. */
export function SandboxBanner() {
  const { t } = useTranslation('sandbox');
  const { dateTime } = useFormat();
  const there = useLocation().pathname === PAGE;
  const reads = useCan('outbox:read') && !there;
  const sandbox = useSandbox();
  if (!sandbox || (!sandbox.on && !sandbox.notice)) return null;
  const { on, notice, since } = sandbox;
  return (
    <div className={styles.banner} role="status" data-sandbox={on ? 'on' : 'off'}>
      <Icon name={on ? 'info-circle' : 'alert-triangle'} />
      <p>
        <b>{t(on ? 'on.title' : 'off.title')}</b> {t(on ? 'on.text' : 'off.text')}
        {notice && since && ` ${t(on ? 'on.since' : 'off.since', { when: dateTime(since) })}`}
      </p>
      {reads && on && (
        <Link className={styles.go} to={PAGE}>
          {t('open')}
        </Link>
      )}
      {notice && (
        <Button size="compact-xs" variant="default" onClick={() => void seeSandbox(on)}>
          {t('seen')}
        </Button>
      )}
    </div>
  );
}
