import { ActionIcon, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Language } from '@/api';
import { Icon, Logo } from '@/components';
import { languageNames, switchLanguage } from '@/i18n';
import { useFormat } from '@/lib/format';
import { useTitle } from '@/lib/useTitle';

import styles from './FrontDoor.module.css';
import { usePublic } from './usePublic';

function LookSwitches() {
  const { t, i18n } = useTranslation('accounts');
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <div className={styles.switches}>
      <SegmentedControl
        aria-label={t('door.language')}
        value={i18n.language}
        data={Object.entries(languageNames).map(([value, label]) => ({ value, label: <span lang={value}>{label}</span> }))}
        onChange={(language) => void switchLanguage(language as Language)}
      />
      <ActionIcon size="lg" aria-label={dark ? t('door.light') : t('door.dark')} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
        <Icon name={dark ? 'sun' : 'moon'} size={18} />
      </ActionIcon>
    </div>
  );
}

interface Props {
  title: string;
  text?: string;
  /** Language and theme are the signed-in person's own: the lock screen leaves the switches out. */
  switches?: boolean;
  children: ReactNode;
}

/** The page outside the shell: sign-in, set-up, lock. */
export function FrontDoor({ title, text, switches = true, children }: Props) {
  const { t } = useTranslation(['accounts', 'common']);
  const { digits } = useFormat();
  const { data } = usePublic();
  useTitle(title);
  return (
    <div className={styles.door}>
      <header>
        <span className={styles.logo}>
          <Logo />
        </span>
        <b>{t('common:product')}</b>
        {switches && <LookSwitches />}
      </header>
      <main>
        <div className={styles.card}>
          <h1>{title}</h1>
          {text && <p className={styles.text}>{text}</p>}
          {children}
        </div>
      </main>
      <footer>
        {data && (
          <span>
            {t('accounts:door.version')} <bdi dir="ltr">{digits(data.version)}</bdi>
          </span>
        )}
      </footer>
    </div>
  );
}
