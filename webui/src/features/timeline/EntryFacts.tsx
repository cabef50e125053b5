import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Entry } from '@/api';
import { Avatar, Chip } from '@/components';
import { LinkFact } from '@/features/links/LinkFact';
import { useFormat } from '@/lib/format';
import { useCan, useSession } from '@/lib/session';

import { CallFacts, LiveCallFacts } from './CallFacts';
import { useEntryActions } from './context';
import styles from './Entry.module.css';
import { Fact } from './Fact';
import { liveKind, textFact } from './look';

/** What is known beside the words: times, queue, line, agent, who else was in it, its notes. */
export function EntryFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { digits } = useFormat();
  const queue = textFact(entry, 'queue');
  const dialled = textFact(entry, 'dialled');
  const line = entry.line?.brand ?? entry.line?.name;
  const notes = entry.notes_count;
  const note = entry.channel === 'note';
  return (
    <div className={styles.facts}>
      {entry.channel === 'call' && (liveKind(entry) ? <LiveCallFacts entry={entry} /> : <CallFacts entry={entry} />)}
      {queue && <span className={styles.fact}>{t('fact.queue', { name: queue })}</span>}
      {!queue && dialled && <Fact label={t('fact.to')} value={digits(dialled)} clock />}
      {line && <Fact label={t('fact.line')} value={line} />}
      {entry.facts.recovered === true && <Chip tone="line">{t('fact.recovered')}</Chip>}
      {entry.facts.inferred === true && <Chip tone="line">{t('fact.inferred')}</Chip>}
      {entry.facts.silenced === true && <Chip tone="warn">{t('fact.silenced')}</Chip>}
      {entry.facts.unanswered === true && <Chip tone="warn">{t('fact.unanswered')}</Chip>}
      {entry.role === 'cc' && <span className={styles.fact}>{t('fact.cc')}</span>}
      {entry.agent && !note && <Agent entry={entry} />}
      <Others entry={entry} />
      {notes > 0 && <span className={styles.fact}>{t('fact.notes', { count: notes })}</span>}
      {entry.facts.kind === 'message' && <Message entry={entry} />}
      {entry.call_id && !note && (
        <Link className={styles.details} to={`/calls?call=${entry.call_id}`}>
          {t('details')}
        </Link>
      )}
    </div>
  );
}

const SAID = ['accepted', 'sent', 'delivered', 'undelivered', 'unknown', 'captured', 'refused'] as const;
const LEFT = new Set(['sent', 'delivered', 'unknown', 'captured']);

/** What became of an outgoing message, and the way to it. */
function Message({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const reads = useCan('outbox:read');
  const { dateTime } = useFormat();
  const state = SAID.find((one) => one === entry.state);
  const planned = state === 'accepted' ? textFact(entry, 'send_at') : null;
  return (
    <>
      {state && <span className={styles.fact}>{planned ? t('message.planned', { time: dateTime(planned) }) : t(`message.${state}`)}</span>}
      {Number(entry.facts.links) > 0 && (
        <LinkFact message={textFact(entry, 'message_id') ?? ''} opened={Number(entry.facts.opened ?? 0)} openedAt={textFact(entry, 'opened_at')} version={entry.version} left={LEFT.has(entry.state)} />
      )}
      {reads && (
        <Link className={styles.details} to={`/settings/outbox?message=${textFact(entry, 'message_id') ?? ''}`}>
          {t('message.open')}
        </Link>
      )}
    </>
  );
}

function Agent({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const me = useSession()?.user.id;
  if (!entry.agent) return null;
  return (
    <span className={styles.fact}>
      <Avatar name={entry.agent.name} initials={entry.agent.initials} size={20} />
      {entry.agent.id === me ? t('you') : entry.agent.name}
    </span>
  );
}

/** The others on the same interaction: in cc, in a conference, or candidates as well. */
function Others({ entry }: { entry: Entry }) {
  const { t } = useTranslation('timeline');
  const { customer } = useEntryActions();
  const others = entry.customers.filter(({ id }) => id !== customer?.id && id !== entry.customer_id);
  if (others.length === 0) return null;
  return (
    <span className={styles.others}>
      {t(entry.certainty === 'candidate' ? 'fact.or' : 'fact.with')}{' '}
      {others.map((other, index) => (
        <span key={other.id}>
          {index > 0 && t('comma')}
          <Link to={`/customers/${other.id}`}>{other.name}</Link>
        </span>
      ))}
    </span>
  );
}
