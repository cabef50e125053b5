import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AutoReply, Line, TemplateRow } from '@/api';
import { Callout } from '@/components';
import { FormDialog } from '@/components/FormDialog';
import { ApiProblem, useFieldError, useProblemText } from '@/lib/http';

import { useSmsAccounts } from '../sms/useRoutes';
import { useSaving } from '../useSaving';
import { PATH, REPLIES, useWords } from './useReplies';

interface Props {
  /** Null: one to add. */
  reply: AutoReply | null;
  name: string;
  lines: Line[];
  texts: TemplateRow[];
  onClose: () => void;
}

type Name = 'closed_template_id' | 'open_template_id';

/** Adds an automatic reply or changes its texts; whose it is stays as it was made. */
export function ReplyDialog({ reply, name, lines, texts, onClose }: Props) {
  const { t } = useTranslation('replies');
  const fieldError = useFieldError();
  const [of, setOf] = useState<'line' | 'account'>('line');
  const [where, setWhere] = useState<string | null>(null);
  const [form, setForm] = useState({ closed_template_id: reply?.closed_template_id ?? null, open_template_id: reply?.open_template_id ?? null, active: reply?.active ?? true });
  const save = useSaving(PATH, REPLIES, reply, onClose);
  const submit = () => save.mutate(reply ? form : { ...form, [of === 'line' ? 'line_id' : 'account']: where });
  const taken = save.error instanceof ApiProblem && save.error.code === 'auto_reply_taken';
  const told = taken || (save.error instanceof ApiProblem && save.error.fields.length > 0);
  const text = (field: Name, label: string) => (
    <Text label={label} texts={texts} value={form[field]} error={fieldError(save.error, field)} onChange={(id) => setForm((before) => ({ ...before, [field]: id }))} />
  );
  return (
    <FormDialog title={reply ? t('editOne', { name }) : t('add')} size={560} keep error={told ? null : save.error} busy={save.isPending} ready={reply !== null || where !== null} onSubmit={submit} onClose={onClose}>
      {reply === null && (
        <Where
          of={of}
          lines={lines}
          value={where}
          error={save.error}
          onOf={(next) => {
            setOf(next);
            setWhere(null);
          }}
          onChange={setWhere}
        />
      )}
      {texts.length === 0 && <Callout tone="info">{t('noTexts')}</Callout>}
      {text('closed_template_id', t('closed'))}
      {text('open_template_id', t('open'))}
      <Switch label={t('active')} checked={form.active} onChange={(event) => setForm({ ...form, active: event.currentTarget.checked })} />
    </FormDialog>
  );
}

interface WhereProps {
  of: 'line' | 'account';
  lines: Line[];
  value: string | null;
  error: unknown;
  onOf: (of: 'line' | 'account') => void;
  onChange: (value: string | null) => void;
}

/** The line, or the account, that is answered on. */
function Where({ of, lines, value, error, onOf, onChange }: WhereProps) {
  const { t } = useTranslation('replies');
  const problem = useProblemText();
  const fieldError = useFieldError();
  const accounts = useSmsAccounts();
  const taken = error instanceof ApiProblem && error.code === 'auto_reply_taken' ? problem(error) : undefined;
  const data = of === 'line' ? lines.map(({ id, name }) => ({ value: id, label: name })) : accounts.map(({ account }) => ({ value: account, label: account }));
  return (
    <>
      <SegmentedControl aria-label={t('where')} value={of} onChange={onOf} data={(['line', 'account'] as const).map((one) => ({ value: one, label: t(one) }))} />
      <Select key={of} label={t(of)} data-autofocus searchable data={data} value={value} nothingFoundMessage={t('none')} error={fieldError(error, of === 'line' ? 'line_id' : 'account') ?? taken} onChange={onChange} />
    </>
  );
}

interface TextProps {
  label: string;
  texts: TemplateRow[];
  value: string | null;
  error: string | undefined;
  onChange: (id: string | null) => void;
}

/** A template, with its words under it. */
function Text({ label, texts, value, error, onChange }: TextProps) {
  const { t } = useTranslation('replies');
  const words = useWords(value);
  const data = texts.map(({ id, name }) => ({ value: id, label: name }));
  const known = value === null || texts.some(({ id }) => id === value);
  return (
    <Select
      label={label}
      placeholder={t('nothing')}
      description={value !== null && words}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('clear', { label }) }}
      nothingFoundMessage={t('none')}
      data={known ? data : [...data, { value, label: t('unseen') }]}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
