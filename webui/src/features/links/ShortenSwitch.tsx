import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ShortLinks } from './useShortLinks';

/** Offered where a text has a link; where none can be made, it says why. */
export function ShortenSwitch({ links }: { links: ShortLinks }) {
  const { t } = useTranslation('messages');
  if (!links.offered) return null;
  return (
    <Switch
      size="xs"
      label={t('links.shorten', { count: links.links })}
      description={t(links.able ? 'links.hint' : 'links.noAddress')}
      checked={links.on}
      disabled={!links.able}
      onChange={(event) => links.set(event.currentTarget.checked)}
    />
  );
}
