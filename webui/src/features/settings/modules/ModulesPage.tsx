import { useTranslation } from 'react-i18next';

import type { Module } from '@/api';
import { ErrorState, PageHeader, SkeletonRows } from '@/components';

import page from '../page.module.css';
import { ModuleRow } from './ModuleRow';
import styles from './Modules.module.css';
import { useModules } from './useModules';

function Group({ title, note, kind, modules }: { title: string; note?: string; kind: Module['kind']; modules: Module[] }) {
  const shown = modules.filter((module) => module.kind === kind);
  if (shown.length === 0) return null;
  return (
    <section className={styles.group}>
      <header>
        <h2>{title}</h2>
        {note && <span className={page.aside}>{note}</span>}
      </header>
      <div className={page.list}>
        {shown.map((module) => (
          <ModuleRow key={module.key} module={module} modules={modules} />
        ))}
      </div>
    </section>
  );
}

/** The parts of the hub that can be switched on and off while everybody works. */
export function ModulesPage() {
  const { t } = useTranslation(['modules', 'settings']);
  const { modules, isPending, error, refetch } = useModules();
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.modules')} />
      <div className={page.body} tabIndex={0} role="region" aria-label={t('settings:section.modules')}>
        <p className={styles.intro}>{t('modules:intro')}</p>
        {isPending && <SkeletonRows rows={6} tile />}
        {error && modules.length === 0 && <ErrorState error={error} retry={() => void refetch()} />}
        <Group title={t('modules:areas')} kind="area" modules={modules} />
        <Group title={t('modules:connectors')} note={t('modules:connectorsNote')} kind="connector" modules={modules} />
      </div>
    </div>
  );
}
