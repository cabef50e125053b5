import { Modal } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Icon, Kbd } from '@/components';
import { useProblemText } from '@/lib/http';

import styles from './SearchPalette.module.css';
import { type Hit, type HitGroup, useHits } from './useHits';
import { useSearch } from './useSearch';

const GROUPS: HitGroup[] = ['recent', 'customers', 'messages', 'pages', 'actions'];

interface Props {
  onClose: () => void;
  onKeys: () => void;
}

/** Ctrl+K: customers by any part of a name or number, messages by their words, pages and actions. */
export function SearchPalette({ onClose, onKeys }: Props) {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const { found, pending, error } = useSearch(text);
  const hits = useHits(text, found, onKeys);
  const { active, setActive, step } = useActive(hits);
  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    hit.run?.();
    if (hit.path) void navigate(hit.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.code];
    if (move !== undefined) step(move);
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') choose(active);
    else if (event.code === 'KeyK' && (event.ctrlKey || event.metaKey)) onClose();
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} withCloseButton={false} centered={false} yOffset="10vh" size={620} padding={0} title={t('title')} classNames={{ header: 'pv-sr' }}>
      <div className={styles.field}>
        <Icon name="search" size={18} />
        <input
          data-autofocus
          dir={text === '' ? undefined : 'auto'}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="hits"
          aria-autocomplete="list"
          aria-activedescendant={active && `hit-${active.id}`}
          aria-label={t('placeholder')}
          placeholder={t('placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(null);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p role="status" className={styles.told}>
        {found?.layout && t('layout', { text: found.layout.tried })}
        {found?.partial && t('partial')}
      </p>
      <Hits hits={hits} active={active} onActive={setActive} onChoose={choose} />
      <Nothing text={text} hits={hits} pending={pending} error={error} />
      <Foot />
    </Modal>
  );
}

/** The line that Enter opens: the first one until the keys or the mouse say otherwise. */
function useActive(hits: Hit[]) {
  const [chosen, setChosen] = useState<string | null>(null);
  const at = Math.max(0, hits.findIndex(({ id }) => id === chosen));
  const active = hits[at];
  const id = active?.id;
  useEffect(() => {
    if (id) document.getElementById(`hit-${id}`)?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  const step = (by: number) => {
    if (hits.length === 0) return;
    const wrapped = Math.abs(by) === 1 ? (at + by + hits.length) % hits.length : Math.min(Math.max(at + by, 0), hits.length - 1);
    setChosen(hits[wrapped]?.id ?? null);
  };
  return { active, setActive: setChosen, step };
}

interface HitsProps {
  hits: Hit[];
  active: Hit | undefined;
  onActive: (id: string) => void;
  onChoose: (hit: Hit) => void;
}

function Hits({ hits, active, onActive, onChoose }: HitsProps) {
  const { t } = useTranslation('search');
  return (
    <div id="hits" role="listbox" aria-label={t('hits')} className={styles.hits}>
      {GROUPS.filter((group) => hits.some((hit) => hit.group === group)).map((group) => (
        <div key={group} role="group" aria-labelledby={`group-${group}`}>
          <div id={`group-${group}`} className={styles.group}>
            {t(`group.${group}`)}
          </div>
          {hits
            .filter((hit) => hit.group === group)
            .map((hit) => (
              <div
                key={hit.id}
                id={`hit-${hit.id}`}
                role="option"
                aria-selected={hit === active}
                className={styles.hit}
                onMouseMove={() => hit !== active && onActive(hit.id)}
                onClick={() => onChoose(hit)}
              >
                <span className={styles.mark}>{hit.mark}</span>
                <span className={styles.lines}>
                  <span className="pv-cut">
                    <bdi>{hit.name}</bdi>
                  </span>
                  {hit.second && (
                    <span className={styles.second}>
                      <bdi>{hit.second}</bdi>
                    </span>
                  )}
                </span>
                {hit.aside && <span className={styles.aside}>{hit.aside}</span>}
              </div>
            ))}
        </div>
      ))}
    </div>
  );
}

function Nothing({ text, hits, pending, error }: { text: string; hits: Hit[]; pending: boolean; error: unknown }) {
  const { t } = useTranslation('search');
  const problem = useProblemText();
  const short = text.trim().length < 2;
  return (
    <p role="status" className={styles.none}>
      {error ? problem(error) : hits.length === 0 && !pending && (short ? t('short') : t('none'))}
    </p>
  );
}

function Foot() {
  const { t } = useTranslation('search');
  return (
    <div className={styles.foot} aria-hidden>
      <span>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('key.move')}
      </span>
      <span>
        <Kbd>↵</Kbd> {t('key.open')}
      </span>
      <span>
        <Kbd>Esc</Kbd> {t('key.close')}
      </span>
    </div>
  );
}
