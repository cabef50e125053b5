import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Line } from '@/api';
import { Callout, Chip, EmptyState, ErrorState, Icon, PageHeader, SkeletonRows } from '@/components';
import { TeamChip } from '@/components/TeamChip';
import { useOwner } from '@/features/calls/useOwner';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';
import type { HoursState } from '@/features/hours/types';
import { OpenState } from '@/features/hours/OpenState';
import { stateOfLine, useOpenStates } from '@/features/hours/useOpenStates';

import { DeleteDialog } from '../DeleteDialog';
import { MoveButtons } from '../MoveButtons';
import page from '../page.module.css';
import { LineDialog } from './LineDialog';
import styles from './Lines.module.css';
import { useLines, useMoveLine } from './useLines';

interface RowProps {
  line: Line;
  state: HoursState | undefined;
  index: number;
  count: number;
  onEdit: () => void;
  onDelete: () => void;
  onMove: (position: number) => void;
}

function Row({ line, state, index, count, onEdit, onDelete, onMove }: RowProps) {
  const { t, i18n } = useTranslation('lines');
  const { digits } = useFormat();
  const owner = useOwner({ lineId: line.id });
  const region = new Intl.DisplayNames([i18n.language], { type: 'region' }).of(line.region) ?? line.region;
  return (
    <article className={[page.row, styles.line].join(' ')} data-off={!line.active}>
      <div className={page.names}>
        <span className={styles.title}>
          <b className="pv-cut">
            <bdi>{line.name}</bdi>
          </b>
          {line.brand && <Chip tone="accent">{line.brand}</Chip>}
          {owner && <TeamChip name={owner.name} colour={owner.colour} />}
          {!line.active && <Chip tone="line">{t('off')}</Chip>}
        </span>
        <span className={[page.aside, 'pv-cut'].join(' ')}>
          {region}
          {line.area_code && (
            <>
              {' · '}
              <bdi dir="ltr">{digits(line.area_code)}</bdi>
            </>
          )}
          {' · '}
          {line.account ?? t('everyAccount')}
        </span>
        {state && <OpenState opening={state.opening} />}
      </div>
      <div className={[page.names, page.wide].join(' ')}>
        {line.display && <bdi dir="ltr" className={page.mail}>{digits(line.display)}</bdi>}
        {line.trunk && <bdi dir="ltr" className={[page.aside, page.mail, 'pv-cut'].join(' ')}>{line.trunk}</bdi>}
        {!line.display && !line.trunk && <span className={page.aside}>{t('everyCall')}</span>}
      </div>
      <div className={page.actions}>
        <span className={page.wide}>
          <MoveButtons name={line.name} index={index} count={count} onMove={onMove} />
        </span>
        <ActionIcon onClick={onEdit} aria-label={t('editOne', { name: line.name })}>
          <Icon name="edit" />
        </ActionIcon>
        <ActionIcon onClick={onDelete} aria-label={t('deleteOne', { name: line.name })}>
          <Icon name="trash" />
        </ActionIcon>
      </div>
    </article>
  );
}

/** The lines that the organisation is reached by: how numbers are read and dialled on each. */
export function LinesPage() {
  const { t } = useTranslation(['lines', 'settings']);
  const text = useProblemText();
  const { lines, isPending, error, refetch } = useLines();
  const move = useMoveLine();
  const states = useOpenStates();
  const [editing, setEditing] = useState<Line | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Line | null>(null);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.lines')}>
        <Button leftSection={<Icon name="plus" />} onClick={() => setEditing('new')}>
          {t('lines:add')}
        </Button>
      </PageHeader>
      <div className={page.body}>
        {isPending && <SkeletonRows rows={3} />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {move.error && <Callout tone="bad" alert title={text(move.error)} />}
        {lines?.length === 0 && <EmptyState icon="phone-incoming" title={t('lines:empty.title')} text={t('lines:empty.text')} />}
        {lines && lines.length > 0 && (
          <div className={page.list}>
            {lines.map((line, index) => (
              <Row
                key={line.id}
                line={line}
                state={stateOfLine(states, line.id)}
                index={index}
                count={lines.length}
                onEdit={() => setEditing(line)}
                onDelete={() => setDeleting(line)}
                onMove={(position) => move.mutate({ id: line.id, position })}
              />
            ))}
          </div>
        )}
      </div>
      {editing && <LineDialog line={editing === 'new' ? null : editing} region={lines?.[0]?.region ?? 'IR'} onClose={() => setEditing(null)} />}
      {deleting && (
        <DeleteDialog
          title={t('lines:deleteOne', { name: deleting.name })}
          text={t('lines:deleteText')}
          path={`/api/lines/${deleting.id}`}
          list="lines"
          onClose={() => setDeleting(null)}
        />
      )}
    </div>
  );
}
