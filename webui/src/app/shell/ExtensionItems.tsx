import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Extension } from '@/api';
import { PhoneNumber } from '@/components';
import type { Opening } from '@/components/Late';
import { useExtensions } from '@/features/accounts/extensions';
import { useCan, useSession } from '@/lib/session';

import styles from './TopBar.module.css';
import { useClaim } from './useClaim';

function Holder({ extension, ownId }: { extension: Extension; ownId: string | undefined }) {
  const { t } = useTranslation('shell');
  if (!extension.holder) return <span className={styles.aside}>{t('extension.free')}</span>;
  return <span className={styles.aside}>{extension.holder.id === ownId ? t('extension.yours') : extension.holder.name}</span>;
}

/** The extensions to choose from; taking one that somebody holds releases it from them. */
export function ExtensionItems({ opened, onChange, children }: Opening) {
  const { t } = useTranslation('shell');
  const session = useSession();
  const { data: extensions = [] } = useExtensions(useCan('extensions:read'));
  const claim = useClaim();
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={260}>
      <Menu.Target>{children}</Menu.Target>
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
        {session?.extension && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => claim.mutate(null)}>{t('extension.release')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
