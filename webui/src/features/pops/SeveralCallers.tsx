import { useTranslation } from 'react-i18next';

import type { PopCustomer } from '@/api';
import { Avatar, Callout, Chip, Icon, Kbd, PhoneNumber } from '@/components';
import { useFormat } from '@/lib/format';
import { useProblemText } from '@/lib/http';

import { useChoose } from './actions';
import type { Offered } from './order';
import styles from './SeveralCallers.module.css';

const KEYS = 9;

interface Props {
  pop: Offered;
  /** Without the caps of keys, where none are bound. */
  plain?: boolean;
}

/** Several people on one number: choose who it is, best guess first. */
export function SeveralCallers({ pop, plain }: Props) {
  const { t } = useTranslation('pops');
  const { digits } = useFormat();
  const problem = useProblemText();
  const choose = useChoose(pop.call_id);
  const number = digits(pop.number?.display ?? '');
  return (
    <div role="group" aria-label={t('choose', { number: `\u2066${number}\u2069` })}>
      <p className={styles.head}>
        {pop.number && (
          <b>
            <PhoneNumber number={pop.number} />
          </b>
        )}
        <span className="pv-cut">{t('sharedBy', { count: pop.candidates.length, shown: digits(pop.candidates.length) })}</span>
      </p>
      <ul className={styles.people} data-plain={plain}>
        {pop.candidates.map((person, index) => (
          <Candidate key={person.id} person={person} at={index + 1} busy={choose.isPending} onChoose={() => choose.mutate(person.id)} />
        ))}
        <li>
          <button type="button" className={styles.person} disabled={choose.isPending} onClick={() => choose.mutate(null)}>
            <Kbd>{digits(0)}</Kbd>
            <span className={styles.nobody} aria-hidden>
              <Icon name="user-question" />
            </span>
            <span className={styles.lines}>{t('noneOfThese')}</span>
          </button>
        </li>
      </ul>
      {choose.isError && (
        <Callout tone="bad" alert>
          {t('failed.choose', { reason: problem(choose.error) })}
        </Callout>
      )}
    </div>
  );
}

interface CandidateProps {
  person: PopCustomer;
  at: number;
  busy: boolean;
  onChoose: () => void;
}

function Candidate({ person, at, busy, onChoose }: CandidateProps) {
  const { t } = useTranslation('pops');
  const { digits } = useFormat();
  const role = [person.job_title, person.organisation?.name].filter(Boolean).join(t('comma'));
  return (
    <li>
      <button type="button" className={styles.person} data-likely={person.likely} disabled={busy} onClick={onChoose}>
        {at <= KEYS ? <Kbd>{digits(at)}</Kbd> : <span />}
        <Avatar name={person.name} initials={person.initials} size={28} square={person.kind === 'organisation'} />
        <span className={styles.lines}>
          <span className="pv-cut">
            <b><bdi>{person.name}</bdi></b> <bdi className={styles.role}>{role}</bdi>
          </span>
          <span className={`${styles.why} pv-cut`}>
            <Why person={person} />
          </span>
        </span>
        {person.likely ? <Chip tone="ok">{t('likely')}</Chip> : <Icon name="chevron-right" size={14} mirror />}
      </button>
    </li>
  );
}

function Why({ person }: { person: PopCustomer }) {
  const { t } = useTranslation('pops');
  const { relative } = useFormat();
  if (person.why !== 'rang_recently') return t(`why.${person.why}`);
  return person.why_at ? t('why.rang_recently', { when: relative(person.why_at) }) : t('why.rang_recently_undated');
}
