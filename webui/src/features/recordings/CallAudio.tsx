import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Recording } from '@/api';
import { ErrorState } from '@/components';
import { http } from '@/lib/http';
import { useFormat } from '@/lib/format';
import { useCan } from '@/lib/session';

import { stateKey } from './audio';
import { EraseButton } from './EraseButton';
import styles from './Recordings.module.css';

const WAITING_MS = 10_000;

interface Props {
  callId: string;
  /** Changes when the recordings do. */
  stamp?: string;
  /** With a heading where there is something, and not a word where there is nothing. */
  headed?: boolean;
  /** The first is played at once: it was asked for. */
  plays?: boolean;
}

/** The recordings and messages of a call that this person may hear. */
export function CallAudio({ callId, stamp = '', headed = false, plays = false }: Props) {
  const { t } = useTranslation('recordings');
  const query = useQuery({
    queryKey: ['recordings', callId, stamp],
    queryFn: ({ signal }) => http.get<{ items: Recording[] }>(`/api/calls/${callId}/recordings`, { signal }),
    refetchInterval: ({ state }) => state.data?.items.some((item) => item.state === 'wanted') ? WAITING_MS : false,
  });
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  if (!headed && query.data && items.length === 0) return <p className={styles.words}>{t('none')}</p>;
  if (items.length === 0) return null;
  return (
    <section className={styles.list}>
      {headed && <h3>{t('title')}</h3>}
      {items.map((item, at) => (
        <One key={item.id} item={item} plays={plays && at === 0} />
      ))}
    </section>
  );
}

function One({ item, plays }: { item: Recording; plays: boolean }) {
  const { t } = useTranslation('recordings');
  const { clock } = useFormat();
  const erases = useCan('recordings:erase');
  if (item.state !== 'fetched') return <p className={styles.words}>{t(stateKey(item))}</p>;
  const path = `/api/recordings/${item.id}/audio`;
  return (
    <div className={styles.one}>
      {item.playable ? (
        <div dir="ltr">
          <audio controls autoPlay={plays} preload="none" src={path} aria-label={t(`player.${item.kind}`)} />
        </div>
      ) : (
        <p className={styles.words}>{t('unplayable', { codec: item.codec ?? '' })}</p>
      )}
      <div className={styles.beside}>
        {item.seconds !== null && <bdi dir="ltr">{clock(item.seconds)}</bdi>}
        <a href={`${path}?download=true`} download>
          {t('download')}
        </a>
        {erases && <EraseButton item={item} />}
      </div>
      {item.consent === 'with_notice' && <p className={styles.words}>{t('notice')}</p>}
    </div>
  );
}
