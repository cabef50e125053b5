import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Pop } from '@/api';
import { useNameOf } from '@/features/calls/who';

import { part } from '@/lib/parts';

import { KnownCaller } from './KnownCaller';
import { callerOf } from './order';
import { CallNotes, CreateForm, FollowUp, LinkForm } from './panels';
import { NotThem, PopActions } from './PopActions';
import styles from './PopCard.module.css';
import { PopHeader } from './PopHeader';
import { SeveralCallers } from './SeveralCallers';
import { UnknownCaller } from './UnknownCaller';
import type { usePanel } from './usePops';

/** Whether the line that was called is open: for who answers beyond its hours. */
const LineState = lazy(part(() => import('@/features/hours/OpenState'), 'LineState', 'hours'));

interface Props {
  pop: Pop;
  keyed: boolean;
  lost: boolean;
  panel: ReturnType<typeof usePanel>;
  onOutline: () => void;
}

/** One ringing call: where it came from, who it may be, and what to do. */
export function PopCard({ pop, keyed, lost, panel, onOutline }: Props) {
  const nameOf = useNameOf();
  const { t } = useTranslation('pops');
  const ringing = pop.state === 'ringing';
  const card = useInSight(keyed);
  return (
    <article
      ref={card}
      className={styles.card}
      data-keyed={keyed}
      data-gone={!ringing}
      aria-label={t('announce', { who: nameOf(pop) })}
      onPointerDown={onOutline}
    >
      <PopHeader pop={pop} keyed={keyed} lost={lost} onOutline={onOutline} />
      <div className={styles.rest}>
        <Caller pop={pop} />
        {ringing && (
          <div className={styles.hours}>
            <Suspense>
              <LineState lineId={pop.line?.id ?? null} />
            </Suspense>
            <NotThem pop={pop} panel={panel} />
          </div>
        )}
        <Suspense>{ringing && <Open pop={pop} panel={panel} />}</Suspense>
      </div>
    </article>
  );
}

/** A card that gets the keys comes into sight: a stack may be taller than the page. */
function useInSight(keyed: boolean) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (keyed) card.current?.scrollIntoView({ block: 'nearest' });
  }, [keyed]);
  return card;
}

function Caller({ pop }: { pop: Pop }) {
  const caller = callerOf(pop);
  if (pop.customer) return <KnownCaller pop={pop} customer={pop.customer} />;
  return caller === 'several' ? <SeveralCallers pop={pop} /> : <UnknownCaller pop={pop} />;
}

function Open({ pop, panel }: Pick<Props, 'pop' | 'panel'>) {
  const close = panel.close;
  switch (panel.of(pop.id)) {
    case 'note':
      return (
        <div className={styles.panel}>
          <CallNotes callId={pop.call_id} notes={pop.notes} version={pop.notes_version} autoFocus onEscape={close} />
          <PopActions pop={pop} panel={panel} />
        </div>
      );
    case 'follow':
      return (
        <div className={styles.panel}>
          <div>
            <FollowUp callId={pop.call_id} autoFocus onClose={close} />
          </div>
        </div>
      );
    case 'create':
      return <CreateForm pop={pop} onClose={close} />;
    case 'link':
      return <LinkForm pop={pop} onClose={close} onCreate={() => panel.show(pop.id, 'create')} />;
    case null:
      return <PopActions pop={pop} panel={panel} />;
  }
}
