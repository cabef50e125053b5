import type { ConnectorFinding } from '@/api';

/** The order in which a phone system is looked at; those in `AT_TIMES` show only once something was found of them. */
const PLAN = ['address', 'connect', 'tls', 'banner', 'sign_in', 'rights', 'version', 'clock', 'answers', 'extensions', 'queues', 'cel', 'cdr'];
/** The same of everything that is no phone system. */
const PLAN_OF_OTHERS = ['description', 'address', 'connect', 'tls', 'sign_in'];
const AT_TIMES = new Set(['description', 'address', 'tls', 'banner', 'answers', 'cel', 'cdr']);

export interface CheckedStep {
  step: string;
  state: 'waiting' | 'running' | 'done' | 'skipped';
  findings: ConnectorFinding[];
}

/** Every step with what was found until now; the first one without is under way, and after the end those are skipped. */
export function stepsOf(findings: ConnectorFinding[], done: boolean, channel = 'call'): CheckedStep[] {
  const plan = channel === 'call' ? PLAN : PLAN_OF_OTHERS;
  const others = findings.map(({ step }) => step).filter((step) => !plan.includes(step));
  const steps = [...plan, ...new Set(others)].map((step) => ({ step, findings: findings.filter((finding) => finding.step === step) }));
  const shown = steps.filter((item) => item.findings.length > 0 || !AT_TIMES.has(item.step));
  const last = shown.map((item) => item.findings.length > 0).lastIndexOf(true);
  return shown.map((item, place) => ({ ...item, state: stateOf(item.findings.length > 0 || (!done && place < last), place === last + 1, done) }));
}

function stateOf(found: boolean, next: boolean, done: boolean): CheckedStep['state'] {
  if (found) return 'done';
  if (done) return 'skipped';
  return next ? 'running' : 'waiting';
}
