import { useTranslation } from 'react-i18next';

import type { ConnectorCheck, ConnectorFinding } from '@/api';
import { Icon } from '@/components';
import type { IconName } from '@/components';

import styles from './Connect.module.css';

const ICONS: Record<ConnectorFinding['verdict'], IconName> = {
  well: 'circle-check',
  note: 'info-circle',
  warning: 'alert-triangle',
  problem: 'plug-connected-x',
};

function Finding({ finding }: { finding: ConnectorFinding }) {
  const { t, i18n } = useTranslation('connect');
  const { step, verdict, code, detail, facts } = finding;
  const without = typeof facts.without === 'string' ? i18n.t(`without.${facts.without}`, { ns: 'connect', defaultValue: '' }) : '';
  const way = typeof facts.way === 'string' ? i18n.t(`way.${facts.way}`, { ns: 'connect', defaultValue: '' }) : '';
  const text = i18n.t(`finding.${code}`, { ns: 'connect', defaultValue: detail, ...facts, without, way });
  return (
    <li className={styles.finding} data-verdict={verdict}>
      <Icon name={ICONS[verdict]} size={18} />
      <div>
        <b>{i18n.t(`step.${step}`, { ns: 'connect', defaultValue: step })}</b> <span className={styles.verdict}>{t(`verdict.${verdict}`)}</span>
        {code !== 'well' && <p>{text}</p>}
        {typeof facts.answer === 'string' && (
          <p className={styles.quiet}>
            {t('answer')} <code dir="ltr">{facts.answer}</code>
          </p>
        )}
      </div>
    </li>
  );
}

/** What a check found out, in the order in which it was looked at. */
export function Findings({ check }: { check: ConnectorCheck }) {
  const { t } = useTranslation('connect');
  return (
    <>
      <p className={styles.outcome} role="status" data-works={check.works}>
        {check.works ? t('works') : t('worksNot')}
      </p>
      <ul className={styles.findings}>
        {check.findings.map((finding, place) => (
          <Finding key={place} finding={finding} />
        ))}
      </ul>
    </>
  );
}
