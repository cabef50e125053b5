import { useTranslation } from 'react-i18next';

import type { Module } from '@/api';
import { ApiProblem, useProblemText } from '@/lib/http';

const AREAS = ['teams', 'lines', 'hours', 'tasks', 'templates', 'sms', 'imports', 'recordings'] as const;
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

const REFUSALS = ['module_needed', 'module_needs', 'module_used'] as const;

/** Why it was not switched, naming what stands against it. */
export function useRefusal(): (error: unknown) => string {
  const { t } = useTranslation('modules');
  const problem = useProblemText();
  const { listOf, list } = useNames();
  return (error) => {
    const code = error instanceof ApiProblem && REFUSALS.find((known) => known === error.code);
    if (!code) return problem(error);
    const names = error.more.names as string[];
    return t(`refused.${code}`, { names: code === 'module_used' ? list(names) : listOf(names) });
  };
}
