import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';

import type { TemplateChannel } from '@/api';
import { EmptyState, ErrorState, SkeletonRows } from '@/components';
import { ApiProblem } from '@/lib/http';

import { Editor } from './Editor';
import { CHANNELS } from './types';
import { useTemplate, useTemplateChanges } from './useTemplates';

/** One template: its words, and beside them what they would say. */
export function EditorPage() {
  const { t } = useTranslation('templates');
  const { templateId = '' } = useParams();
  useTemplateChanges();
  const { data, error, refetch } = useTemplate(templateId);
  if (data) return <Editor key={data.id} template={data} />;
  if (error instanceof ApiProblem && error.status === 404) return <EmptyState page icon="template" title={t('gone')} text={<Link to="/settings/templates">{t('all')}</Link>} />;
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return <SkeletonRows rows={6} />;
}

/** A template to be written. */
export function NewTemplatePage() {
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const channel: TemplateChannel = CHANNELS.find((one) => one === query.get('channel')) ?? 'sms';
  return (
    <Editor template={null} channel={channel} folder={query.get('folder')} onAdded={({ id }) => void navigate(`/settings/templates/${id}`, { replace: true })} />
  );
}
