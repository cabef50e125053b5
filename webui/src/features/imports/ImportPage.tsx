import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import { EmptyState, ErrorState, PageHeader, SkeletonRows } from '@/components';
import { ApiProblem } from '@/lib/http';

import { CheckStep } from './CheckStep';
import { ColumnsStep } from './ColumnsStep';
import styles from './Imports.module.css';
import { ResultStep } from './ResultStep';
import { RulesStep } from './RulesStep';
import { StateChip } from './StateChip';
import { StepList } from './StepList';
import { type Step, stepOf } from './steps';
import type { Import } from './types';
import { useImport } from './useImports';

const STEP_VIEWS = { file: ColumnsStep, columns: ColumnsStep, rules: RulesStep, check: CheckStep, result: ResultStep };

/** One import, at the step it has come to; each step is an address of its own and survives a reload. */
export function ImportPage() {
  const { importId = '' } = useParams();
  const { t } = useTranslation('imports');
  const { run, query } = useImport(importId);
  if (query.error instanceof ApiProblem && [404, 422].includes(query.error.status) && !run)
    return (
      <EmptyState page icon="file-import" title={t('missing.title')} text={t('missing.text')}>
        <Button variant="default" component={Link} to="/imports">
          {t('missing.back')}
        </Button>
      </EmptyState>
    );
  if (query.isError && !run) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <div className={styles.page}>{run ? <Steps run={run} /> : <SkeletonRows rows={8} tile />}</div>;
}

function Steps({ run }: { run: Import }) {
  const { t } = useTranslation('imports');
  const [params, setParams] = useSearchParams();
  const step = stepOf(run, params.get('step'));
  const go = (next: Step) => setParams({ step: next });
  const reached = step === 'result' || run.state === 'checking' ? 0 : run.preview ? 4 : 3;
  const View = STEP_VIEWS[step];
  return (
    <>
      <PageHeader title={run.name} beside={<StateChip state={run.state} />}>
        <Button variant="default" component={Link} to="/imports">
          {t('missing.back')}
        </Button>
      </PageHeader>
      <StepList step={step} reached={reached} onStep={go} />
      <View run={run} onStep={go} />
    </>
  );
}
