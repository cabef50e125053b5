import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import type { Team } from '@/api';
import { Callout, Chip, EmptyState, Icon, PageHeader, SkeletonRows } from '@/components';
import { TeamChip } from '@/components/TeamChip';
import { http, useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { MembersPart } from './MembersPart';
import { OwnedPart } from './OwnedPart';
import { TeamDialog } from './TeamDialog';
import styles from './Teams.module.css';
import { pathOf } from './tree';
import { useManages, useOrganisation } from './useTeams';

function useArchive(team: Team) {
  return useMutation({
    mutationFn: () => http.patch(`/api/teams/${team.id}`, { active: !team.active }, { headers: { 'If-Match': `"${team.version}"` } }),
  });
}

function Actions({ team, onEdit, archive }: { team: Team; onEdit: () => void; archive: ReturnType<typeof useArchive> }) {
  const { t } = useTranslation('teams');
  return (
    <>
      <Button variant="default" loading={archive.isPending} onClick={() => archive.mutate()}>
        {t(team.active ? 'archive' : 'bringBack')}
      </Button>
      <Button variant="default" leftSection={<Icon name="edit" />} onClick={onEdit}>
        {t('edit')}
      </Button>
    </>
  );
}

function Shown({ team }: { team: Team }) {
  const { t } = useTranslation('teams');
  const text = useProblemText();
  const { units } = useOrganisation();
  const may = useManages()(team.unit_id);
  const archive = useArchive(team);
  const [editing, setEditing] = useState(false);
  return (
    <div className={page.page}>
      <PageHeader title={team.name}>{may && <Actions team={team} archive={archive} onEdit={() => setEditing(true)} />}</PageHeader>
      <div className={page.body}>
        {archive.error && <Callout tone="bad" alert title={text(archive.error)} />}
        <div className={styles.about}>
          <Link to="/settings/teams">{t('all')}</Link>
          <TeamChip name={team.name} colour={team.colour} />
          {!team.active && <Chip tone="line">{t('archived')}</Chip>}
          {team.unit_id && (
            <span className={styles.title}>
              <Icon name="building" size={16} />
              <bdi>{pathOf(units, team.unit_id)}</bdi>
            </span>
          )}
          {team.description && <bdi>{team.description}</bdi>}
        </div>
        <MembersPart team={team} may={may} />
        <OwnedPart team={team} may={may} />
      </div>
      {editing && <TeamDialog team={team} units={units} onClose={() => setEditing(false)} />}
    </div>
  );
}

/** One team: who is in it, and what belongs to it. */
export function TeamPage() {
  const { t } = useTranslation('teams');
  const { teamId } = useParams();
  const { ready, teams } = useOrganisation();
  const team = teams.find(({ id }) => id === teamId);
  if (team) return <Shown key={team.id} team={team} />;
  return ready ? <EmptyState page icon="users-group" title={t('gone.title')} text={<Link to="/settings/teams">{t('all')}</Link>} /> : <SkeletonRows rows={6} />;
}
