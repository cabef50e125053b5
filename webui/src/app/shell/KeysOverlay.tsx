import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { Kbd } from '@/components';
import { keyCaps, type KeyScope, keys } from '@/lib/keys';

import styles from './KeysOverlay.module.css';

const SCOPES: KeyScope[] = ['call', 'pop', 'page', 'shell'];

/** What every key does here and now, most urgent first. */
export function KeysOverlay({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell');
  const bound = keys.list();
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      {SCOPES.filter((scope) => bound.some((binding) => binding.scope === scope)).map((scope) => (
        <section key={scope} className={styles.section}>
          <h3>{t(`keys.scope.${scope}`)}</h3>
          <dl className={styles.list}>
            {bound
              .filter((binding) => binding.scope === scope)
              .map((binding) => (
                <div key={`${binding.after ?? ''}${binding.code}${binding.label}`} className={styles.row}>
                  <dt>{binding.label}</dt>
                  <dd dir="ltr">
                    {keyCaps(binding).map((cap) => (
                      <Kbd key={cap}>{cap}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <p className={styles.note}>{t('keys.note')}</p>
    </Modal>
  );
}
