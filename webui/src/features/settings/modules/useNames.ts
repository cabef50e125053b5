import { useTranslation } from 'react-i18next';

import type { Module } from '@/api';

const AREAS = ['teams', 'lines', 'hours', 'tasks', 'templates', 'imports', 'recordings'] as const;
type Area = (typeof AREAS)[number];

const areaOf = (key: string): Area | undefined => AREAS.find((area) => area === key);

/** A connector's own name: it is the same in every language. */
function connectorName(key: string): string {
  const name = key.replace(/^connector_/, '').replaceAll('_', ' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What modules are called, and what they do. */
export function useNames() {
  const { t, i18n } = useTranslation('modules');
  const nameOf = (key: string) => {
    const area = areaOf(key);
    return area ? t(`name.${area}`) : connectorName(key);
  };
  const aboutOf = ({ key }: Module) => t(`about.${areaOf(key) ?? 'connector'}`);
  const list = (names: string[]) => new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names);
  return { nameOf, aboutOf, listOf: (keys: string[]) => list(keys.map(nameOf)), list };
}
