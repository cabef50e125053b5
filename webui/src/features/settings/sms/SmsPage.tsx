import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { SmsRoute } from '@/api';
import { Callout, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useProblemText } from '@/lib/http';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import { LimitsDialog } from './LimitsDialog';
import { RouteDialog } from './RouteDialog';
import { RouteRow } from './RouteRow';
import styles from './Sms.module.css';
import { TryRoutes } from './TryRoutes';
import { ROUTES, useLimits, useMoveRoute, useRoutes } from './useRoutes';

type Open = { kind: 'new' | 'limits' } | { kind: 'edit' | 'delete'; route: SmsRoute } | null;

/** By which account an SMS goes, and what sending is held to. */
export function SmsPage() {
  const { t } = useTranslation(['sms', 'settings']);
  const text = useProblemText();
  const { routes, isPending, error, refetch } = useRoutes();
  const limits = useLimits();
  const move = useMoveRoute();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.sms')}>
        <Button variant="default" disabled={!limits.data} onClick={() => setOpen({ kind: 'limits' })}>
          {t('sms:limits')}
        </Button>
        <Button leftSection={<Icon name="plus" />} onClick={() => setOpen({ kind: 'new' })}>
          {t('sms:add')}
        </Button>
      </PageHeader>
      <div className={[page.body, styles.body].join(' ')}>
        <div className={styles.routes}>
          {isPending && <SkeletonRows rows={3} />}
          {error && <ErrorState error={error} retry={() => void refetch()} />}
          {move.error && <Callout tone="bad" alert title={text(move.error)} />}
          {routes?.length === 0 && <EmptyState icon="message-2" title={t('sms:empty.title')} text={t('sms:empty.text')} />}
          {routes && routes.length > 0 && (
            <div className={page.list}>
              {routes.map((route, index) => (
                <RouteRow
                  key={route.id}
                  route={route}
                  index={index}
                  count={routes.length}
                  onEdit={() => setOpen({ kind: 'edit', route })}
                  onDelete={() => setOpen({ kind: 'delete', route })}
                  onMove={(position) => move.mutate({ id: route.id, position })}
                />
              ))}
            </div>
          )}
          {routes && routes.length > 0 && <p className={styles.order}>{t('sms:order')}</p>}
        </div>
        <TryRoutes />
      </div>
      {open?.kind === 'limits' && limits.data && <LimitsDialog limits={limits.data} onClose={close} />}
      {(open?.kind === 'new' || open?.kind === 'edit') && <RouteDialog route={open.kind === 'edit' ? open.route : null} onClose={close} />}
      {open?.kind === 'delete' && (
        <DeleteDialog title={t('sms:deleteOne', { name: open.route.name })} text={t('sms:deleteText')} path={`/api/sms/routes/${open.route.id}`} version={open.route.version} list={ROUTES} onClose={close} />
      )}
    </div>
  );
}
