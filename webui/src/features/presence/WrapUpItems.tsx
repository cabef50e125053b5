import { Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { http } from '@/lib/http';

/** Ends wrap-up, or prolongs it; `held`: a call needs its result first. */
export function WrapUpItems({ held, onReady }: { held: boolean; onReady: () => void }) {
  const { t } = useTranslation('presence');
  const prolong = useMutation({ mutationFn: () => http.post('/api/me/presence/longer') });
  return (
    <>
      {held && <Menu.Label>{t('held')}</Menu.Label>}
      <Menu.Item disabled={held} onClick={onReady}>{t('ready')}</Menu.Item>
      <Menu.Item closeMenuOnClick={false} disabled={prolong.isPending} onClick={() => prolong.mutate()}>
        {t('longer')}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
