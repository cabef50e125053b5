import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Line } from '@/api';
import { Callout } from '@/components';
import { useProblemText } from '@/lib/http';

import page from '../page.module.css';
import { useSaving } from '../useSaving';
import { bodyOf, formOf, type LineForm } from './form';
import { AboutFields, OutboundFields } from './LineFields';
import styles from './Lines.module.css';
import { RangeRows, RuleRows } from './RuleRows';
import { TeamOfLine, useTeamOfLine } from './TeamOfLine';
import { TryLine } from './TryLine';

interface Props {
  line: Line | null;
  /** Of a new line: that of the line before. */
  region: string;
  onClose: () => void;
}

/** Adds a line or changes one, and tries it beside while it is typed. */
export function LineDialog({ line, region, onClose }: Props) {
  const { t } = useTranslation(['lines', 'common']);
  const text = useProblemText();
  const narrow = useMediaQuery('(max-width: 860px)');
  const [form, setForm] = useState<LineForm>(() => formOf(line, region));
  const [chosen, setChosen] = useState<string | null | undefined>();
  const [stored, setStored] = useState<string | null>(null);
  const team = useTeamOfLine(line, chosen, onClose);
  const save = useSaving('/api/lines', 'lines', line, (saved) => {
    const { id } = saved as Line;
    setStored(id);
    team.store(id);
  });
  const error = save.error ?? team.error;
  const parts = { form, error: save.error, onChange: (change: Partial<LineForm>) => setForm((before) => ({ ...before, ...change })) };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (stored) team.store(stored); // the line itself is saved, its team was refused
    else save.mutate(bodyOf(form));
  };
  return (
    <Modal
      opened
      size={980}
      fullScreen={narrow}
      onClose={onClose}
      title={line ? t('lines:editOne', { name: line.name }) : t('lines:add')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <div className={styles.dialog}>
        <form className={page.form} onSubmit={submit}>
          {error && <Callout tone="bad" alert title={text(error)} />}
          <AboutFields {...parts} />
          <TeamOfLine value={chosen === undefined ? team.now : chosen} onTeam={setChosen} />
          <h3 className={styles.heading}>{t('lines:part.in')}</h3>
          <RuleRows {...parts} />
          <RangeRows {...parts} />
          <h3 className={styles.heading}>{t('lines:part.out')}</h3>
          <OutboundFields {...parts} />
          <div className={page.buttons}>
            <Button variant="default" onClick={onClose}>
              {t('common:action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending || team.isPending}>
              {t('common:action.save')}
            </Button>
          </div>
        </form>
        <TryLine form={form} />
      </div>
    </Modal>
  );
}
