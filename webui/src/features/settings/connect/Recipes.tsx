import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorRecipes } from '@/api';
import { Icon } from '@/components';
import { http } from '@/lib/http';

import styles from './Connect.module.css';
import { type SetupForm, typed } from './form';

const NAMES: Record<string, string> = { asterisk: 'Asterisk', freepbx: 'FreePBX', issabel: 'Issabel' };
const PASTABLE = /^[A-Za-z0-9_.-]{1,40}$/;

/** The user to paste at the phone system: the least rights, for this hub's address only. */
export function Recipes({ connector, form }: { connector: string; form: SetupForm }) {
  const { t } = useTranslation(['connect', 'settings']);
  const [product, setProduct] = useState('asterisk');
  const [[host, username]] = useDebouncedValue([typed(form, 'host') || '127.0.0.1', typed(form, 'username')] as const, 400);
  const { data } = useQuery({
    queryKey: ['connector-recipes', connector, host, username],
    queryFn: () => http.post<ConnectorRecipes>('/api/connectors/recipes', { connector, host, username }),
    enabled: PASTABLE.test(username),
    placeholderData: (before) => before,
  });
  const recipe = data?.items.find((item) => item.product === product);
  if (!data || !recipe) return null;
  const text = recipe.text.replace('{secret}', typed(form, 'secret') || t('connect:recipe.secretHere'));
  return (
    <section className={styles.recipes} aria-label={t('connect:recipe.title')}>
      <h3>{t('connect:recipe.title')}</h3>
      <SegmentedControl
        size="xs"
        aria-label={t('connect:recipe.product')}
        value={product}
        onChange={setProduct}
        data={data.items.map((item) => ({ value: item.product, label: NAMES[item.product] ?? item.product }))}
      />
      <p>
        {t('connect:recipe.file')} <bdi dir="ltr">{recipe.file}</bdi>
      </p>
      <pre dir="ltr" tabIndex={0} aria-label={recipe.file}>
        {text}
      </pre>
      <p>
        {t('connect:recipe.then')} <code dir="ltr">{recipe.reload}</code>
      </p>
      <p className={styles.quiet}>
        {t('connect:recipe.only')} <bdi dir="ltr">{data.hub_address}</bdi>
      </p>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button variant="default" size="xs" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
            {copied ? t('settings:connectors.copied') : t('connect:recipe.copy')}
          </Button>
        )}
      </CopyButton>
    </section>
  );
}
