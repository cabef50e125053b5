import { Button, Drawer } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Template, TemplateVersion } from '@/api';
import { Callout, Chip, ErrorState, SkeletonRows } from '@/components';
import { EndOfList } from '@/components/EndOfList';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import { Compared } from './Compared';
import styles from './Templates.module.css';
import { useRestore, useVersion, useVersions } from './useTemplates';

interface Props {
  template: Template;
  mayRestore: boolean;
  onRestored: (template: Template) => void;
  onClose: () => void;
}

/** All that a template was: each version beside the one before it, to be made the latest again. */
export function Versions({ template, mayRestore, onRestored, onClose }: Props) {
  const { t } = useTranslation(['templates', 'common']);
  const problem = useProblemText();
  const { query, versions } = useVersions(template.id);
  const [chosen, setChosen] = useState(template.number);
  const restore = useRestore(template);
  return (
    <Drawer opened onClose={onClose} position="right" size={760} title={t('templates:versionsOf', { name: template.name })} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={styles.versions}>
        {query.isPending && <SkeletonRows rows={4} />}
        {query.error && <ErrorState error={query.error} retry={() => void query.refetch()} />}
        <nav aria-label={t('templates:versions')}>
          {versions.map((one) => (
            <VersionRow key={one.number} version={one} latest={one.number === template.number} chosen={one.number === chosen} onChoose={() => setChosen(one.number)} />
          ))}
          <EndOfList query={query} more={t('templates:more')} problem={problem} />
        </nav>
        <div className={styles.compared}>
          {restore.error && <Callout tone="bad" alert title={problem(restore.error)} />}
          <Difference template={template} number={chosen} />
          {mayRestore && chosen !== template.number && (
            <Button className={styles.restore} loading={restore.isPending} onClick={() => restore.mutate(chosen, { onSuccess: onRestored })}>
              {t('templates:restore')}
            </Button>
          )}
        </div>
      </div>
    </Drawer>
  );
}

function VersionRow({ version, latest, chosen, onChoose }: { version: TemplateVersion; latest: boolean; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation('templates');
  const { dateTime, number } = useFormat();
  return (
    <button type="button" aria-pressed={chosen} onClick={onChoose}>
      <span>
        <b>{t('version', { number: number(version.number) })}</b> {latest && <Chip tone="ok">{t('latest')}</Chip>}
      </span>
      <small>
        {dateTime(version.saved_at)}
        {version.saved_by && (
          <>
            {' · '}
            <bdi>{version.saved_by.name}</bdi>
          </>
        )}
      </small>
      {version.restored_from && <small>{t('restoredFrom', { number: number(version.restored_from) })}</small>}
    </button>
  );
}

/** What a version changed; the first one is all new. */
function Difference({ template, number }: { template: Template; number: number }) {
  const version = useVersion(template.id, number);
  const before = useVersion(template.id, number - 1);
  if (version.error) return <ErrorState error={version.error} retry={() => void version.refetch()} />;
  if (!version.data || (number > 1 && !before.data)) return <SkeletonRows rows={3} />;
  return <Compared before={before.data ?? null} after={version.data} channel={template.channel} />;
}
