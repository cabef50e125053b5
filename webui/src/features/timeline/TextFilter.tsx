import { ActionIcon } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Icon } from '@/components';
import { dirOf } from '@/components/dirOf';
import { type KeyBinding, useKeys } from '@/lib/keys';

import styles from './TimelineBar.module.css';
import type { TimelineView } from './useTimelineView';

const SETTLES_MS = 250;

/** Words to look for among the entries; `/` goes there. */
export function TextFilter({ view: { filters, setFilters } }: { view: TimelineView }) {
  const { t } = useTranslation('timeline');
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filters.text);
  const [open, setOpen] = useState(filters.text !== '');
  useEffect(() => {
    if (text === filters.text) return;
    const timer = window.setTimeout(() => setFilters({ text }), SETTLES_MS);
    return () => window.clearTimeout(timer);
  }, [text, filters.text, setFilters]);
  // What else changes the filter changes the field: its old text must not be put back.
  const [known, setKnown] = useState(filters.text);
  if (known !== filters.text) {
    setKnown(filters.text);
    setText(filters.text);
  }
  const bindings = useMemo<KeyBinding[]>(() => {
    const run = () => {
      setOpen(true);
      window.setTimeout(() => field.current?.focus());
    };
    return [{ code: 'Slash', label: t('filter.text'), run }];
  }, [t]);
  useKeys('page', bindings);
  const leave = () => {
    setText('');
    setFilters({ text: '' });
    setOpen(false);
  };
  if (!open)
    return (
      <ActionIcon
        className={styles.tool}
        aria-label={t('filter.text')}
        title={t('filter.text')}
        onClick={() => {
          setOpen(true);
          window.setTimeout(() => field.current?.focus());
        }}
      >
        <Icon name="search" />
      </ActionIcon>
    );
  return (
    <div className={styles.search}>
      <Icon name="search" size={14} />
      <input
        ref={field}
        type="search"
        aria-label={t('filter.text')}
        placeholder={t('filter.text')}
        dir={dirOf(text)}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => text === '' && setOpen(false)}
        onKeyDown={(event) => event.code === 'Escape' && leave()}
      />
      <ActionIcon size={24} aria-label={t('filter.clear')} onClick={leave}>
        <Icon name="x" size={14} />
      </ActionIcon>
    </div>
  );
}
