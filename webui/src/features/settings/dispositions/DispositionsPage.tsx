import { ActionIcon, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Disposition } from '@/api';
import { Callout, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { useDispositionName, useDispositions } from '@/features/dispositions/useDispositions';
import { http, queryClient, useProblemText } from '@/lib/http';

import { DeleteDialog } from '../DeleteDialog';
import { MoveButtons } from '../MoveButtons';
import page from '../page.module.css';
import { DispositionDialog, type Editing } from './DispositionDialog';
import styles from './Dispositions.module.css';
import { RequiredPart } from './RequiredPart';

interface Doing {
  edit: (editing: Editing) => void;
  archive: (one: Disposition) => void;
  change: (one: Disposition, change: { position?: number; archived?: boolean }) => void;
}

/** The results that calls may have, in groups, and where one is required. */
export function DispositionsPage() {
  const { t } = useTranslation(['dispositions', 'settings']);
  const text = useProblemText();
  const nameOf = useDispositionName();
  const { dispositions: all, isPending, error, refetch } = useDispositions();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [archiving, setArchiving] = useState<Disposition | null>(null);
  const change = useMutation({
    mutationFn: ({ id, ...made }: { id: string; position?: number; archived?: boolean }) => http.patch(`/api/dispositions/${id}`, made),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['dispositions'] }),
  });
  const doing: Doing = { edit: setEditing, archive: setArchiving, change: (one, made) => change.mutate({ id: one.id, ...made }) };
  const tops = all.filter(({ parent_id, archived }) => parent_id === null && !archived);
  const gone = all.filter(({ archived }) => archived);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.dispositions')}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing({ parent: null })}>
          {t('dispositions:add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={6} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {change.error && <Callout tone="bad" alert title={text(change.error)} />}
        {!isPending && !error && all.length === 0 && (
          <EmptyState icon="list-tree" title={t('dispositions:empty.title')} text={t('dispositions:empty.text')} />
        )}
        {tops.length > 0 && (
          <div className={page.list}>
            {tops.map((top, index) => (
              <Part key={top.id} top={top} index={index} count={tops.length} all={all} doing={doing} />
            ))}
          </div>
        )}
        {gone.length > 0 && <Archived gone={gone} all={all} doing={doing} />}
        {all.some(({ choosable }) => choosable) && <RequiredPart />}
      </div>
      {editing && <DispositionDialog editing={editing} all={all} onClose={() => setEditing(null)} />}
      {archiving && (
        <DeleteDialog
          title={t('dispositions:archiveOne', { name: nameOf(archiving) })}
          text={t(all.some(({ parent_id }) => parent_id === archiving.id) ? 'dispositions:archiveGroup' : 'dispositions:archiveText')}
          word={t('dispositions:archive')}
          path={`/api/dispositions/${archiving.id}`}
          list="dispositions"
          onClose={() => setArchiving(null)}
        />
      )}
    </div>
  );
}

interface PartProps {
  top: Disposition;
  index: number;
  count: number;
  all: Disposition[];
  doing: Doing;
}

/** A group with those in it, or a result that stands alone. */
function Part({ top, index, count, all, doing }: PartProps) {
  const { t } = useTranslation('dispositions');
  const nameOf = useDispositionName();
  const leaves = all.filter(({ parent_id, archived }) => parent_id === top.id && !archived);
  return (
    <section className={styles.part}>
      <Row one={top} index={index} count={count} doing={doing} group={leaves.length > 0}>
        <ActionIcon onClick={() => doing.edit({ parent: top })} aria-label={t('addTo', { name: nameOf(top) })} title={t('addTo', { name: nameOf(top) })}>
          <Icon name="plus" />
        </ActionIcon>
      </Row>
      {leaves.map((leaf, place) => (
        <Row key={leaf.id} one={leaf} index={place} count={leaves.length} doing={doing} under />
      ))}
    </section>
  );
}

interface RowProps {
  one: Disposition;
  index: number;
  count: number;
  doing: Doing;
  group?: boolean;
  under?: boolean;
  children?: React.ReactNode;
}

function Row({ one, index, count, doing, group = false, under = false, children }: RowProps) {
  const { t } = useTranslation('dispositions');
  const nameOf = useDispositionName();
  const name = nameOf(one);
  const other = [one.names.fa, one.names.en].find((known) => known && known !== name);
  return (
    <article className={`${page.row} ${styles.row}`} data-under={under} data-group={group}>
      <div className={page.names}>
        {group ? (
          <h2 className="pv-cut">
            <bdi>{name}</bdi>
          </h2>
        ) : (
          <span className="pv-cut">
            <bdi>{name}</bdi>
          </span>
        )}
        {other && (
          <span className={`${page.aside} pv-cut`}>
            <bdi lang={other === one.names.en ? 'en' : 'fa'}>{other}</bdi>
          </span>
        )}
      </div>
      <div className={page.actions}>
        {children}
        <span className={page.wide}>
          <MoveButtons name={name} index={index} count={count} onMove={(position) => doing.change(one, { position })} />
        </span>
        <ActionIcon onClick={() => doing.edit({ one, parent: null })} aria-label={t('editOne', { name })}>
          <Icon name="edit" />
        </ActionIcon>
        <ActionIcon onClick={() => doing.archive(one)} aria-label={t('archiveOne', { name })}>
          <Icon name="inbox" />
        </ActionIcon>
      </div>
    </article>
  );
}

/** What is not offered any more; calls of the past keep it. */
function Archived({ gone, all, doing }: { gone: Disposition[]; all: Disposition[]; doing: Doing }) {
  const { t } = useTranslation('dispositions');
  const nameOf = useDispositionName();
  const parentOf = (one: Disposition) => all.find(({ id }) => id === one.parent_id);
  return (
    <section className={styles.archived}>
      <h2>{t('archived')}</h2>
      <div className={page.list}>
        {gone.map((one) => {
          const parent = parentOf(one);
          return (
            <article key={one.id} className={page.row} data-off>
              <span className="pv-cut">
                {parent && (
                  <>
                    <bdi>{nameOf(parent)}</bdi>
                    {' › '}
                  </>
                )}
                <bdi>{nameOf(one)}</bdi>
              </span>
              <Button size="xs" variant="default" onClick={() => doing.change(one, { archived: false })} aria-label={t('restoreOne', { name: nameOf(one) })}>
                {t('restore')}
              </Button>
            </article>
          );
        })}
      </div>
    </section>
  );
}
