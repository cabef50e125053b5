import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ConnectorKind } from '@/api';
import { Callout, Icon } from '@/components';

import styles from './Connect.module.css';
import { type SetupForm, typed } from './form';

const SECRET = 'hook_secret';

/** Where the provider is to post what comes in and what became of messages, to paste there. */
export function HookAddresses({ kind, form }: { kind: ConnectorKind; form: SetupForm }) {
  const { t, i18n } = useTranslation(['connect', 'settings']);
  if (kind.hooks.length === 0) return null;
  const base = kind.hooks_base ?? `${window.location.origin}/hooks`;
  const asks = kind.options.some(({ name }) => name === SECRET);
  const query = asks ? `?secret=${encodeURIComponent(typed(form, SECRET) || t('connect:recipe.secretHere'))}` : '';
  return (
    <section className={styles.recipes} aria-label={t('connect:hooks.title')}>
      <h3>{t('connect:hooks.title')}</h3>
      <p className={styles.quiet}>{t('connect:hooks.text')}</p>
      {kind.hooks_base === null && <Callout tone="warn">{t('connect:hooks.noAddress')}</Callout>}
      <dl className={styles.hooks}>
        {kind.hooks.map(({ path, what }) => {
          const url = `${base}/${form.account}/${path}${query}`;
          return (
            <div key={path}>
              <dt>{i18n.t(`hooks.what.${what}`, { ns: 'connect', defaultValue: what })}</dt>
              <dd>
                <code dir="ltr">{url}</code>
                <CopyButton value={url}>
                  {({ copied, copy }) => (
                    <Button variant="subtle" size="compact-xs" leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />} onClick={copy}>
                      {copied ? t('settings:connectors.copied') : t('connect:recipe.copy')}
                    </Button>
                  )}
                </CopyButton>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
