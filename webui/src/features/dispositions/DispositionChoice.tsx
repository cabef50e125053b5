import { Button, Radio, TextInput } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Call, Disposition } from '@/api';
import { Callout, Icon } from '@/components';
import { useProblemText } from '@/lib/http';

import styles from './DispositionChoice.module.css';
import { DispositionName } from './DispositionName';
import { type Branch, branches } from './tree';
import type { Dispose } from './useDispose';
import { useDispositionName, useDispositions } from './useDispositions';

const FEW = 6; // are seen at a glance

interface Props {
  call: Pick<Call, 'id'>;
  dispose: Dispose;
  /** Why one is needed, where it is. */
  needed?: string;
  /** Opened by a button only. */
  folded?: boolean;
  /** It was tried to go on without one. */
  missing?: boolean;
  /** Takes the focus when the key for it is pressed. */
  field?: RefObject<HTMLDivElement | null>;
}

/** The result of a call: chosen from groups that can be searched, stored as it is chosen; then it is one line. */
export function DispositionChoice({ call, dispose, needed, missing = false, folded = false, field }: Props) {
  const { t } = useTranslation('dispositions');
  const problem = useProblemText();
  const { dispositions, isPending } = useDispositions();
  const { save, chosen } = dispose;
  const [again, setAgain] = useState(false);
  if (isPending || (branches(dispositions).length === 0 && !chosen)) return null;
  const open = again || (!folded && !chosen) || dispose.picked !== null;
  return (
    <div ref={field} className={styles.choice}>
      <h3 id={`result-${call.id}`}>
        {t('title')} {open && needed && <span className={styles.needed}>{needed}</span>}
      </h3>
      {!open && (
        <div className={styles.chosen} data-none={!chosen}>
          {chosen && <Icon name="circle-check" size={16} />}
          <span>{chosen ? <DispositionName id={chosen} /> : t('none')}</span>
          <Button size="compact-xs" variant="default" onClick={() => setAgain(true)}>
            {t(chosen ? 'change' : 'choose')}
          </Button>
        </div>
      )}
      {open && (
        <Tree
          all={dispositions}
          dispose={dispose}
          labelled={`result-${call.id}`}
          missing={missing}
          onChoose={(id) => save.mutate(id, { onSuccess: () => setAgain(false) })}
        />
      )}
      {save.error && (
        <Callout tone="bad" alert>
          {t('failed', { reason: problem(save.error) })}
        </Callout>
      )}
    </div>
  );
}

interface TreeProps {
  all: Disposition[];
  dispose: Dispose;
  labelled: string;
  missing: boolean;
  onChoose: (id: string) => void;
}

function Tree({ all, dispose, labelled, missing, onChoose }: TreeProps) {
  const { t } = useTranslation('dispositions');
  const name = useId();
  const [text, setText] = useState('');
  const found = branches(all, text);
  const many = all.filter(({ choosable }) => choosable).length > FEW;
  const first = found[0]?.leaves[0] ?? found[0]?.top;
  const { picked, pick } = dispose;
  // The arrow keys of radio buttons choose as they move: only what they come to rest on is stored.
  const moving = useRef(false);
  const onKeys = (event: KeyboardEvent) => {
    moving.current = event.code.startsWith('Arrow');
    if ((event.code !== 'Enter' && event.code !== 'Space') || event.ctrlKey || picked === null) return;
    event.preventDefault();
    onChoose(picked);
  };
  return (
    <div className={styles.tree} data-missing={missing}>
      {many && (
        <TextInput
          size="xs"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Icon name="search" size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.code !== 'Enter' || event.ctrlKey || !first || text.trim() === '') return;
            event.preventDefault();
            onChoose(first.id);
          }}
        />
      )}
      <div
        className={styles.leaves}
        role="radiogroup"
        aria-labelledby={labelled}
        aria-invalid={missing}
        onKeyDown={onKeys}
        onPointerDown={() => (moving.current = false)}
        onBlur={(event) => picked !== null && !event.currentTarget.contains(event.relatedTarget) && onChoose(picked)}
      >
        {found.map((branch) => (
          <Group
            key={branch.top.id}
            branch={branch}
            name={name}
            chosen={picked ?? dispose.chosen}
            onChoose={(id) => (moving.current ? pick(id) : onChoose(id))}
          />
        ))}
        {found.length === 0 && <p className={styles.none}>{t('nothing')}</p>}
      </div>
      {missing && (
        <p className={styles.missing} role="alert">
          {t('missing')}
        </p>
      )}
    </div>
  );
}

interface GroupProps {
  branch: Branch;
  name: string;
  chosen: string | null;
  onChoose: (id: string) => void;
}

function Group({ branch: { top, leaves }, name, chosen, onChoose }: GroupProps) {
  const nameOf = useDispositionName();
  const radio = (one: Disposition) => (
    <Radio
      key={one.id}
      size="xs"
      name={name}
      value={one.id}
      label={<bdi>{nameOf(one)}</bdi>}
      checked={one.id === chosen}
      className={styles.leaf}
      onChange={() => onChoose(one.id)}
    />
  );
  if (leaves.length === 0) return radio(top);
  return (
    <div role="group" aria-labelledby={`${name}-${top.id}`} className={styles.group}>
      <div id={`${name}-${top.id}`} className={styles.name}>
        <bdi>{nameOf(top)}</bdi>
      </div>
      {leaves.map(radio)}
    </div>
  );
}
