import { ActionIcon, Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Presence, Team, Unit } from '@/api';
import { Chip, EmptyState, Icon, PageHeader, SkeletonRows } from '@/components';
import { TeamChip } from '@/components/TeamChip';
import { useCan } from '@/lib/session';

import { DeleteDialog } from '../DeleteDialog';
import page from '../page.module.css';
import { Faces } from './Faces';
import { TeamDialog } from './TeamDialog';
import styles from './Teams.module.css';
import { branches } from './tree';
import { UnitDialog } from './UnitDialog';
import { useManages, useOrganisation, usePresenceOf } from './useTeams';

function TeamRow({ team, depth, presence }: { team: Team; depth: number; presence: Map<string, Presence> }) {
  const { t } = useTranslation('teams');
  return (
    <Link to={`/settings/teams/${team.id}`} className={[page.row, styles.team].join(' ')} data-off={!team.active} style={{ paddingInlineStart: 16 + depth * 20 }}>
      <span className={page.names}>
        <span className={styles.title}>
          <TeamChip name={team.name} colour={team.colour} />
          {!team.active && <Chip tone="line">{t('archived')}</Chip>}
        </span>
        {team.description && (
          <span className={[page.aside, 'pv-cut'].join(' ')} dir="auto">
            {team.description}
          </span>
        )}
      </span>
      <Faces members={team.members} presence={presence} />
    </Link>
  );
}

interface HeadProps {
  unit: Unit;
  depth: number;
  onEdit: () => void;
  onDelete: () => void;
}

function UnitHead({ unit, depth, onEdit, onDelete }: HeadProps) {
  const { t } = useTranslation('teams');
  const may = useCan('teams:manage');
  return (
    <div className={[page.row, styles.unit].join(' ')} style={{ paddingInlineStart: 16 + depth * 20 }}>
      <h2 className={styles.title}>
        <Icon name="building" size={16} />
        <bdi className="pv-cut">{unit.name}</bdi>
      </h2>
      {may && (
        <div className={page.actions}>
          <ActionIcon onClick={onEdit} aria-label={t('unit.editOne', { name: unit.name })}>
            <Icon name="edit" />
          </ActionIcon>
          <ActionIcon onClick={onDelete} aria-label={t('unit.deleteOne', { name: unit.name })}>
            <Icon name="trash" />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}

type Open = { team: true } | { unit: Unit | null } | { remove: Unit } | null;

/** The units of the organisation with their teams. */
export function TeamsPage() {
  const { t } = useTranslation(['teams', 'settings']);
  const { ready, teams, units } = useOrganisation();
  const presence = usePresenceOf();
  const all = useCan('teams:manage');
  const manages = useManages();
  const mine = units.find(({ id }) => manages(id));
  const [open, setOpen] = useState<Open>(null);
  const [archived, setArchived] = useState(false);
  const shown = teams.filter(({ active }) => active || archived);
  const known = new Set(units.map(({ id }) => id));
  const free = shown.filter(({ unit_id }) => unit_id === null || !known.has(unit_id));
  const close = () => setOpen(null);
  return (
    <div className={page.page}>
      <PageHeader title={t('settings:section.teams')}>
        {teams.some(({ active }) => !active) && (
          <Switch className={styles.switch} size="sm" label={t('teams:showArchived')} checked={archived} onChange={(event) => setArchived(event.target.checked)} />
        )}
        {all && (
          <Button variant="default" leftSection={<Icon name="building" />} onClick={() => setOpen({ unit: null })}>
            {t('teams:unit.add')}
          </Button>
        )}
        {(all || mine) && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setOpen({ team: true })}>
            {t('teams:add')}
          </Button>
        )}
      </PageHeader>
      <div className={page.body}>
        {!ready && teams.length === 0 && <SkeletonRows rows={6} />}
        {ready && teams.length === 0 && units.length === 0 && <EmptyState icon="users-group" title={t('teams:empty.title')} text={t('teams:empty.text')} />}
        {(shown.length > 0 || units.length > 0) && (
          <div className={page.list}>
            {free.map((team) => (
              <TeamRow key={team.id} team={team} depth={0} presence={presence} />
            ))}
            {branches(units).map(({ unit, depth }) => (
              <section key={unit.id} className={styles.branch} aria-label={unit.name}>
                <UnitHead unit={unit} depth={depth} onEdit={() => setOpen({ unit })} onDelete={() => setOpen({ remove: unit })} />
                {shown
                  .filter(({ unit_id }) => unit_id === unit.id)
                  .map((team) => (
                    <TeamRow key={team.id} team={team} depth={depth + 1} presence={presence} />
                  ))}
              </section>
            ))}
          </div>
        )}
      </div>
      {open && 'team' in open && <TeamDialog team={null} units={units} unitId={all ? null : mine?.id} onClose={close} />}
      {open && 'unit' in open && <UnitDialog unit={open.unit} units={units} onClose={close} />}
      {open && 'remove' in open && (
        <DeleteDialog
          title={t('teams:unit.deleteOne', { name: open.remove.name })}
          text={t('teams:unit.deleteText')}
          path={`/api/units/${open.remove.id}`}
          list="units"
          onClose={close}
        />
      )}
    </div>
  );
}
