import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ConnectorPlace } from '@/api';
import { Icon } from '@/components';

import styles from './Connect.module.css';
import { placeLines } from './placeLines';

interface Props {
  places: ConnectorPlace[];
  /** The account's short name as far as it is known. */
  account: string;
  /** What the settings file says by now; null for a secret. */
  said: Record<string, unknown>;
}

/** The options of a group that only the settings file may say: what it says, or the lines to add to it. */
export function Places({ places, account, said }: Props) {
  const { t } = useTranslation('options');
  const found = Object.entries(said).filter(([name]) => places.some(({ key }) => key === name || key === `${name}_file`));
  const lines = placeLines(places, account || t('places.account'), said, t('places.secret'));
  return (
    <div role="group" className={styles.places} aria-label={t('places.title')}>
      <h4>{t('places.title')}</h4>
      {found.length > 0 && (
        <dl className={styles.said}>
          {found.map(([name, value]) => (
            <div key={name}>
              <dt>
                <code dir="ltr">{name}</code>
              </dt>
              <dd>{value === null ? t('places.hidden') : <bdi dir="ltr">{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>}</dd>
            </div>
          ))}
        </dl>
      )}
      {lines !== null && (
        <>
          <p>{t(found.length > 0 ? 'places.more' : 'places.none')}</p>
          <pre dir="ltr" tabIndex={0} aria-label={t('places.lines')}>
            {lines}
          </pre>
          <div className={styles.placesFoot}>
            <CopyButton value={lines}>
              {({ copied, copy }) => (
                <Button variant="default" size="xs" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
                  {copied ? t('places.copied') : t('places.copy')}
                </Button>
              )}
            </CopyButton>
            <p className={styles.quiet}>{t('places.then')}</p>
          </div>
        </>
      )}
    </div>
  );
}
