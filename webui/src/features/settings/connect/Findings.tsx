import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { ConnectorFinding } from '@/api';
import { Icon } from '@/components';
import type { IconName } from '@/components';

import styles from './Connect.module.css';
import { type CheckedStep, stepsOf } from './progress';
import type { Check } from './useCheck';

const ICONS: Record<ConnectorFinding['verdict'], IconName> = {
  well: 'circle-check',
  note: 'info-circle',
  warning: 'alert-triangle',
  problem: 'plug-connected-x',
};

function Finding({ finding }: { finding: ConnectorFinding }) {
  const { t, i18n } = useTranslation('connect');
  const { code, detail, facts } = finding;
  const without = typeof facts.without === 'string' ? i18n.t(`without.${facts.without}`, { ns: 'connect', defaultValue: '' }) : '';
  const way = typeof facts.way === 'string' ? i18n.t(`way.${facts.way}`, { ns: 'connect', defaultValue: '' }) : '';
  const text = i18n.t(`finding.${code}`, { ns: 'connect', defaultValue: detail, ...facts, without, way });
  return (
    <>
      {code !== 'well' && <p>{text}</p>}
      {typeof facts.answer === 'string' && (
        <p className={styles.quiet}>
          {t('answer')} <code dir="ltr">{facts.answer}</code>
        </p>
      )}
    </>
  );
}

const GRAVITY: ConnectorFinding['verdict'][] = ['problem', 'warning', 'note', 'well'];

function Step({ item }: { item: CheckedStep }) {
  const { t, i18n } = useTranslation('connect');
  const verdict = GRAVITY.find((one) => item.findings.some((finding) => finding.verdict === one));
  const word = verdict ? t(`verdict.${verdict}`) : item.state === 'done' ? null : t(`progress.${item.state}`);
  return (
    <li className={styles.finding} data-verdict={verdict} data-state={item.state}>
      {verdict ? <Icon name={ICONS[verdict]} size={18} /> : item.state === 'running' ? <Loader size={18} /> : <Icon name="minus" size={18} />}
      <div>
        <b>{i18n.t(`step.${item.step}`, { ns: 'connect', defaultValue: item.step })}</b> <span className={styles.verdict}>{word}</span>
        {item.findings.map((finding, place) => (
          <Finding key={place} finding={finding} />
        ))}
      </div>
    </li>
  );
}

/** What a check looks at, step by step as it goes on, each with its result in words. */
export function Findings({ check, channel }: { check: Check; channel: string }) {
  const { t } = useTranslation('connect');
  const { report, running } = check;
  return (
    <>
      <p className={styles.outcome} role="status" data-works={report?.works}>
        {running ? t('checking') : report && (report.works ? t('works') : t('worksNot'))}
      </p>
      <ul className={styles.findings} aria-busy={running}>
        {stepsOf(check.findings, !running, channel).map((item) => (
          <Step key={item.step} item={item} />
        ))}
      </ul>
    </>
  );
}
