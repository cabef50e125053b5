import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ConnectorKind, ConnectorSetup } from '@/api';
import { http } from '@/lib/http';
import { part } from '@/lib/parts';

import { DeleteDialog } from '../DeleteDialog';

const ConnectDialog = lazy(part(() => import('./ConnectDialog'), 'ConnectDialog', 'connect', 'options', 'settings'));

interface Props {
  /** Null: one to add. */
  account: string | null;
  /** The connector of one to add. */
  kind: string | null;
  taken: string[];
  onClose: () => void;
}

/** Reads how an account is set up, as it stands now, and opens the dialog for it. */
export function Configure({ account, kind: wanted, taken, onClose }: Props) {
  const { t } = useTranslation('connect');
  const [deleting, setDeleting] = useState(false);
  const path = `/api/connectors/${encodeURIComponent(account ?? '')}`;
  const { data } = useQuery({
    queryKey: ['connector-setup', account],
    queryFn: ({ signal }) => http.get<ConnectorSetup>(`${path}/setup`, { signal }),
    enabled: account !== null,
    gcTime: 0,
    staleTime: Infinity,
  });
  const connector = account === null ? (wanted ?? undefined) : data?.connector;
  const { data: kind } = useQuery({
    queryKey: ['connector-kind', connector],
    queryFn: ({ signal }) => http.get<ConnectorKind>(`/api/connector-kinds/${encodeURIComponent(connector ?? '')}`, { signal }),
    enabled: connector !== undefined,
    staleTime: Infinity,
  });
  if (!kind || (account !== null && !data)) return null;
  if (deleting && data) {
    const title = t('delete.title', { name: data.name ?? data.account });
    return <DeleteDialog title={title} text={t('delete.text')} path={path} list="connectors" onClose={onClose} />;
  }
  const onDelete = data?.source === 'page' ? () => setDeleting(true) : null;
  return (
    <Suspense fallback={null}>
      <ConnectDialog kind={kind} setup={data ?? null} taken={taken} onDelete={onDelete} onClose={onClose} />
    </Suspense>
  );
}
