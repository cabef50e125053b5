import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { CustomerRow, Page } from '@/api';
import { Avatar, Icon } from '@/components';
import { toAscii } from '@/lib/format';
import { http } from '@/lib/http';
import { useCan } from '@/lib/session';

import type { Place } from './nav';
import styles from './SearchDialog.module.css';

interface Hit {
  id: string;
  path: string;
  name: string;
  aside: string;
  place?: Place;
}

function usePlaceHits(text: string, places: Place[]): Hit[] {
  const { t } = useTranslation('shell');
  return places
    .map((place) => ({ id: place.key, path: place.path, name: t(`nav.${place.key}`), aside: t('search.page'), place }))
    .filter(({ name }) => name.toLocaleLowerCase().includes(text.toLocaleLowerCase()));
}

function useCustomerHits(text: string): { hits: Hit[]; pending: boolean } {
  const allowed = useCan('customers:read');
  const [query] = useDebouncedValue(toAscii(text).trim(), 150);
  const { data, isFetching } = useQuery({
    queryKey: ['customers', 'search', query],
    queryFn: ({ signal }) => http.get<Page<CustomerRow>>('/api/customers', { query: { q: query, limit: 8 }, signal }),
    enabled: allowed && query.length >= 2,
    placeholderData: keepPreviousData,
  });
  const rows = query.length >= 2 ? (data?.items ?? []) : [];
  const hits = rows.map((row) => ({ id: row.id, path: `/customers/${row.id}`, name: row.name, aside: row.organisation ?? '' }));
  return { hits, pending: isFetching };
}

function HitRow({ hit, active, onChoose }: { hit: Hit; active: boolean; onChoose: () => void }) {
  return (
    <li role="option" id={`hit-${hit.id}`} aria-selected={active} className={styles.hit} onMouseDown={onChoose}>
      {hit.place ? <Icon name={hit.place.icon} size={18} /> : <Avatar name={hit.name} size={28} />}
      <span className="pv-cut">{hit.name}</span>
      <span className={styles.aside}>{hit.aside}</span>
    </li>
  );
}

/** Ctrl+K: customers by any part of a name or number, and pages. */
export function SearchDialog({ places, onClose }: { places: Place[]; onClose: () => void }) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const customers = useCustomerHits(text);
  const hits = [...customers.hits, ...usePlaceHits(text.trim(), places)];
  const active = hits[Math.min(at, hits.length - 1)];
  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate(hit.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code] ?? 0;
    if (step !== 0) setAt((hits.length + Math.min(at, hits.length - 1) + step) % Math.max(hits.length, 1));
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') choose(active);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} withCloseButton={false} centered={false} yOffset="10vh" size={560} padding={0} title={t('search.open')} classNames={{ header: 'pv-sr' }}>
      <div className={styles.field}>
        <Icon name="search" size={18} />
        <input
          data-autofocus
          dir="auto"
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="hits"
          aria-activedescendant={active && `hit-${active.id}`}
          aria-label={t('search.placeholder')}
          placeholder={t('search.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id="hits" role="listbox" aria-label={t('search.hits')} className={styles.hits}>
        {hits.map((hit) => (
          <HitRow key={hit.id} hit={hit} active={hit === active} onChoose={() => choose(hit)} />
        ))}
      </ul>
      {hits.length === 0 && !customers.pending && <p className={styles.none}>{t('search.none')}</p>}
    </Modal>
  );
}
