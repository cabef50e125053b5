import { useTranslation } from 'react-i18next';

/** What a kind of connector is called; of one that the page does not know, its own name. */
export function useKindName(): (kind: string) => string {
  const { i18n } = useTranslation('connect');
  return (kind) => i18n.t(`kind.${kind}`, { ns: 'connect', defaultValue: kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' ') });
}
