import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Module } from '@/api';
import { Icon, type IconName } from '@/components';
import { useFormat } from '@/lib/format';

import page from '../page.module.css';
import styles from './Modules.module.css';
import { SwitchOff } from './SwitchOff';
import { useSwitch } from './useModules';
import { useNames, useRefusal } from './useNames';

const ICONS: Record<string, IconName> = {
  teams: 'users-group', lines: 'phone-incoming', hours: 'clock', tasks: 'circle-check', templates: 'template', imports: 'download', recordings: 'player-play',
}; // prettier-ignore

/** What it hangs together with, and what keeps it as it is. */
function Ties({ module, modules }: { module: Module; modules: Module[] }) {
  const { t } = useTranslation('modules');
  const { number } = useFormat();
  const { listOf, list } = useNames();
  const needing = modules.filter(({ needs, on }) => on && needs.includes(module.key)).map(({ key }) => key);
  const lacking = module.needs.filter((key) => !modules.some((other) => other.key === key && other.on));
  const ties = [
    module.wanted && lacking.length > 0 && t('offBecause', { names: listOf(lacking) }),
    module.needs.length > 0 && t('needs', { names: listOf(module.needs) }),
    needing.length > 0 && t('neededBy', { names: listOf(needing) }),
    module.used_by.length > 0 && t('usedBy', { names: list(module.used_by) }),
    module.waiting > 0 && t('waits', { count: module.waiting, shown: number(module.waiting) }),
  ].filter((tie) => typeof tie === 'string');
  if (ties.length === 0 && module.source !== 'file') return null;
  return (
    <ul className={styles.ties}>
      {module.source === 'file' && (
        <li>
          <Icon name="lock" size={14} /> {t('file')}
        </li>
      )}
      {ties.map((tie) => (
        <li key={tie}>{tie}</li>
      ))}
    </ul>
  );
}

/** One part of the hub with its switch; what stands against switching it is said below. */
export function ModuleRow({ module, modules }: { module: Module; modules: Module[] }) {
  const { t } = useTranslation('modules');
  const problem = useRefusal();
  const { nameOf, aboutOf } = useNames();
  const [asking, setAsking] = useState(false);
  const change = useSwitch(module, () => setAsking(false));
  const name = nameOf(module.key);
  return (
    <article className={styles.row} data-off={!module.on}>
      <span className={styles.icon}>
        <Icon name={ICONS[module.key] ?? 'plug-connected'} size={20} />
      </span>
      <div className={page.names}>
        <b>{module.kind === 'connector' ? <bdi>{name}</bdi> : name}</b>
        <span className={page.aside}>{aboutOf(module)}</span>
        <Ties module={module} modules={modules} />
        {change.error && !asking && (
          <p className={styles.refused} role="alert">
            {problem(change.error)}
          </p>
        )}
      </div>
      <Switch
        checked={module.on}
        disabled={module.source === 'file' || change.isPending}
        aria-label={t('switch', { name })}
        onChange={() => (module.on ? setAsking(true) : change.mutate(true))}
      />
      {asking && <SwitchOff name={name} change={change} onClose={() => setAsking(false)} />}
    </article>
  );
}
