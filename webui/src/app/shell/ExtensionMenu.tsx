import { UnstyledButton } from '@mantine/core';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon, PhoneNumber } from '@/components';
import { Late } from '@/components/Late';
import { useExtensions } from '@/features/accounts/extensions';
import { part } from '@/lib/parts';
import { useCan, useSession } from '@/lib/session';

import styles from './TopBar.module.css';

const ExtensionItems = lazy(part(() => import('./ExtensionItems'), 'ExtensionItems'));

/** The extension whose calls come to this person. */
export function ExtensionMenu() {
  const { t } = useTranslation('shell');
  const own = useSession()?.extension ?? null;
  const { data: extensions } = useExtensions(useCan('extensions:read'));
  if (!extensions || extensions.length === 0) return null;
  return (
    <div className={styles.extension}>
      <Late of={ExtensionItems} opens="menu">
        <UnstyledButton className={styles.chip} data-quiet={!own}>
          <Icon name="desk-phone" />
          {own ? t('extension.own') : t('extension.none')}
          {own && <PhoneNumber number={own.number} />}
        </UnstyledButton>
      </Late>
    </div>
  );
}
