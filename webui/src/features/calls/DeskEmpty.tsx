import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { ChannelTile, Icon, type IconName } from '@/components';
import { useSession } from '@/lib/session';

import styles from './DeskEmpty.module.css';

/** A desk without calls: what will appear here, and how to see it happen. */
export function DeskEmpty({ all }: { all: boolean }) {
  const { t } = useTranslation('calls');
  const session = useSession();
  return (
    <div className={styles.empty}>
      <Ghost />
      <h2>{t('empty.title')}</h2>
      <p className={styles.text}>{all ? t('empty.textAll') : t('empty.text')}</p>
      {!session?.extension && <p className={styles.text}>{t('empty.noExtension')}</p>}
      <div className={styles.ways}>
        <Way icon="users" to="/customers" title={t('empty.customers')} text={t('empty.customersText')} />
        <Way icon="history" to="/calls" title={t('empty.history')} text={t('empty.historyText')} />
      </div>
      {session?.demo && <TryIt to={session.extension?.number ?? null} />}
    </div>
  );
}

/** A desk whose phone rings: the call comes here once it is answered. */
export function DeskRinging() {
  const { t } = useTranslation('calls');
  return (
    <div className={styles.empty}>
      <Ghost />
      <h2>{t('ringing.title')}</h2>
      <p className={styles.text}>{t('ringing.text')}</p>
    </div>
  );
}

function Ghost() {
  return (
    <div className={styles.ghost} aria-hidden>
      <ChannelTile channel="call" icon="phone-ringing" />
      <i style={{ inlineSize: '62%' }} />
      <ChannelTile channel="call" icon="phone-incoming" />
      <i style={{ inlineSize: '84%' }} />
      <ChannelTile channel="note" />
      <i style={{ inlineSize: '48%' }} />
    </div>
  );
}

function Way({ icon, to, title, text }: { icon: IconName; to: string; title: string; text: string }) {
  return (
    <Link to={to} className={styles.way}>
      <Icon name={icon} size={22} />
      <b>{title}</b>
      <span>{text}</span>
    </Link>
  );
}

function TryIt({ to }: { to: string | null }) {
  const { t } = useTranslation('calls');
  const command = to === null ? 'peyvand simulate call' : `peyvand simulate call --to ${to}`;
  return (
    <div className={styles.try}>
      <p>{t('empty.demo')}</p>
      <div className={styles.command}>
        <code>{command}</code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Button variant="subtle" size="compact-xs" leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />} onClick={copy}>
              {copied ? t('empty.copied') : t('empty.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
