import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Template } from '@/api';
import { Chip, Icon, PageHeader } from '@/components';

import page from '../page.module.css';
import { Columns } from './Columns';
import { Files } from './Files';
import { saved, type TemplateForm } from './form';
import { LeaveDialog } from './LeaveDialog';
import { Preview } from './Preview';
import { problemsOf } from './problemsOf';
import { Properties } from './Properties';
import styles from './Templates.module.css';
import { Told } from './Told';
import { CHANNEL_ICONS } from './types';
import { type EditorProps, useForm } from './useForm';
import { useLeaving } from './useLeaving';
import { useArchiving, usePreview, useSaveTemplate } from './useTemplates';
import { Versions } from './Versions';

/** A template in all its languages, with what it would say, its files and what it was. */
export function Editor(props: EditorProps) {
  const { template, onAdded } = props;
  const { t } = useTranslation('templates');
  const { base, form, dirty, begin, change, overtaken } = useForm(props);
  const [customerId, setCustomerId] = useState<string | null>(null);
  const [showing, setShowing] = useState(false);
  const [settled] = useDebouncedValue(form, 300);
  const preview = usePreview(settled, customerId);
  const save = useSaveTemplate(base, overtaken ? (template?.version ?? null) : (base?.version ?? null));
  const readOnly = template !== null && (!template.may_edit || template.archived);
  const submit = () =>
    save.mutate(saved(form, base !== null), {
      onSuccess: (kept) => {
        begin(kept);
        onAdded?.(kept);
      },
    });
  const leaving = useLeaving(dirty && !save.isPending);
  const live = preview.data?.problems.filter(({ code }) => code !== 'missing') ?? [];
  const problems = save.error && problemsOf(save.error).length > 0 && settled === form ? [...live, ...problemsOf(save.error).filter(({ code }) => code === 'missing')] : live;
  return (
    <form
      className={page.page}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey && event.code === 'KeyS') {
          event.preventDefault();
          if (dirty && !readOnly) submit();
        }
      }}
    >
      <PageHeader title={form.name || t('new')} beside={<Beside template={template} form={form} dirty={dirty} />}>
        <Actions template={template} dirty={dirty} readOnly={readOnly} saving={save.isPending} onVersions={() => setShowing(true)} />
      </PageHeader>
      <div className={[page.body, styles.editor].join(' ')}>
        <div className={styles.main}>
          <Told error={save.error} overtaken={overtaken} by={template?.updated_by?.name ?? null} readOnly={readOnly} archived={template?.archived ?? false} onTheirs={() => template && begin(template)} />
          <Properties form={form} stored={base !== null} readOnly={readOnly} error={save.error} onChange={change} />
          <Columns form={form} problems={problems} readOnly={readOnly} onChange={change} />
          {template ? <Files template={template} readOnly={readOnly} /> : <p className={styles.aside}>{t('filesLater')}</p>}
        </div>
        <Preview channel={form.channel} preview={preview.data} error={preview.error} customerId={customerId} onCustomer={setCustomerId} />
      </div>
      {leaving.state === 'blocked' && <LeaveDialog onStay={leaving.reset} onLeave={leaving.proceed} />}
      {showing && template && (
        <Versions
          template={template}
          mayRestore={!readOnly}
          onRestored={(kept) => {
            begin(kept);
            setShowing(false);
          }}
          onClose={() => setShowing(false)}
        />
      )}
    </form>
  );
}

function Beside({ template, form, dirty }: { template: Template | null; form: TemplateForm; dirty: boolean }) {
  const { t } = useTranslation('templates');
  return (
    <span className={styles.beside}>
      <Link to="/settings/templates">{t('all')}</Link>
      <Chip icon={CHANNEL_ICONS[form.channel]}>{t(`channelName.${form.channel}`)}</Chip>
      {template?.archived && <Chip tone="line">{t('archived')}</Chip>}
      {dirty && template && <Chip tone="warn">{t('unsaved')}</Chip>}
    </span>
  );
}

interface ActionProps {
  template: Template | null;
  dirty: boolean;
  readOnly: boolean;
  saving: boolean;
  onVersions: () => void;
}

function Actions({ template, dirty, readOnly, saving, onVersions }: ActionProps) {
  const { t } = useTranslation(['templates', 'common']);
  const archiving = useArchiving();
  return (
    <>
      {template && (
        <Button variant="default" leftSection={<Icon name="history" />} onClick={onVersions}>
          {t('templates:versions')}
        </Button>
      )}
      {template?.may_edit && (
        <Button variant="default" loading={archiving.isPending} onClick={() => archiving.mutate({ id: template.id, version: template.version, archived: !template.archived })}>
          {t(template.archived ? 'templates:bringBack' : 'templates:archive')}
        </Button>
      )}
      {!readOnly && (
        <Button type="submit" loading={saving} disabled={!dirty && template !== null}>
          {t('common:action.save')}
        </Button>
      )}
    </>
  );
}
