import { Menu, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Extension, Session } from '@/api';
import { Icon, PhoneNumber } from '@/components';
import { rememberExtension, useExtensions } from '@/features/accounts/extensions';
import { http, queryClient } from '@/lib/http';
import { setSession, useCan, useSession } from '@/lib/session';

import styles from './TopBar.module.css';

function useClaim() {
  return useMutation({
    mutationFn: (id: string | null) => http.put<Session>('/api/me/extension', { extension_id: id }),
    onSuccess: (session) => {
      setSession(session);
      rememberExtension(session.extension?.id ?? null);
      void queryClient.invalidateQueries({ queryKey: ['extensions'] });
    },
  });
}

function Holder({ extension, ownId }: { extension: Extension; ownId: string | undefined }) {
  const { t } = useTranslation('shell');
  if (!extension.holder) return <span className={styles.aside}>{t('extension.free')}</span>;
  return <span className={styles.aside}>{extension.holder.id === ownId ? t('extension.yours') : extension.holder.name}</span>;
}

/** The extension whose calls come to this person; taking one that somebody holds releases it from them. */
export function ExtensionMenu() {
  const { t } = useTranslation('shell');
  const session = useSession();
  const { data: extensions } = useExtensions(useCan('extensions:read'));
  const claim = useClaim();
  if (!extensions || extensions.length === 0) return null;
  const own = session?.extension ?? null;
  return (
    <div className={styles.extension}>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <UnstyledButton className={styles.chip} data-quiet={!own} disabled={claim.isPending}>
            <Icon name="desk-phone" />
            {own ? t('extension.own') : t('extension.none')}
            {own && <PhoneNumber number={own.number} />}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          <Menu.Label>{t('extension.choose')}</Menu.Label>
          {extensions.map((extension) => (
            <Menu.Item
              key={extension.id}
              leftSection={<PhoneNumber number={extension.number} />}
              rightSection={<Holder extension={extension} ownId={session?.user.id} />}
              onClick={() => claim.mutate(extension.id)}
            >
              {extension.label}
            </Menu.Item>
          ))}
          {own && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => claim.mutate(null)}>{t('extension.release')}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
