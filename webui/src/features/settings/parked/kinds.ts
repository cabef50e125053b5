import { useTranslation } from 'react-i18next';

import type { ParkedItem } from '@/api';
import type { IconName } from '@/components';

const ICONS: Record<string, IconName> = {
  inbound: 'inbox',
  calls: 'phone',
  recordings: 'player-play',
  search: 'search',
  imports: 'file-import',
  customers: 'users',
  queues: 'headset',
  presence: 'user',
};

/** The kind's own icon: of the area that it begins with. */
export function iconOf(kind: string): IconName {
  return ICONS[kind.split('.')[0] ?? ''] ?? 'server';
}

/** What stood in the way, in words; where the hub does not know, how it ended. */
export function useCause(): (item: Pick<ParkedItem, 'cause' | 'reason'>) => string {
  const { t, i18n } = useTranslation('parked');
  return ({ cause, reason }) => i18n.t(`cause.${cause ?? ''}`, { ns: 'parked', defaultValue: t(`reasonText.${reason}`) });
}

/** What a kind is called; one that this page does not know shows under its own name. */
export function useKindName(): (kind: string) => string {
  const { t, i18n } = useTranslation('parked');
  return (kind) => {
    const key = `kind.${kind.replaceAll('.', '_')}`;
    return i18n.t(key, { ns: 'parked', defaultValue: t('otherKind', { kind }) });
  };
}
