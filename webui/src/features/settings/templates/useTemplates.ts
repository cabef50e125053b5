import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import type { Page, Template, TemplateChannel, TemplateField, TemplateFolder, TemplatePreview, TemplateRow, TemplateVersion, TemplateVersionWords } from '@/api';
import { ApiProblem, http, queryClient } from '@/lib/http';
import { readProblem } from '@/lib/http/problem';
import { useEntities, useRoom } from '@/lib/socket';

import type { TemplateForm } from './form';
import { bodiesOf } from './form';

const KEY = ['templates'];
const NO_FIELDS: TemplateField[] = [];
const again = () => queryClient.invalidateQueries({ queryKey: KEY });

export interface Chosen {
  search: string;
  channel: TemplateChannel | null;
  folder_id: string | null;
  archived: boolean;
}

/** Reads again whatever is shown when somebody changed a template or a folder. */
export function useTemplateChanges(): void {
  useRoom('templates');
  const told = useEntities<{ id: string; version: number }>('template', 'templates');
  const mark = told.map(({ id, version }) => `${id} ${version}`).join();
  useEffect(() => void again(), [mark]);
}

/** The templates that one may use, in the alphabet's order. */
export function useTemplates(chosen: Chosen) {
  const query = useInfiniteQuery({
    queryKey: [...KEY, 'list', chosen],
    queryFn: ({ pageParam, signal }) => http.get<Page<TemplateRow>>('/api/templates', { query: { ...chosen, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  return { query, rows: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** All folders in the alphabet's order. */
export function useFolders(): TemplateFolder[] {
  const list = useQuery({ queryKey: [...KEY, 'folders'], queryFn: ({ signal }) => http.get<{ items: TemplateFolder[] }>('/api/template-folders', { signal }) });
  return list.data?.items ?? [];
}

/** The fields that templates may use. */
export function useTemplateFields(): TemplateField[] {
  const list = useQuery({ queryKey: ['template-fields'], queryFn: ({ signal }) => http.get<{ items: TemplateField[] }>('/api/templates/fields', { signal }) });
  return list.data?.items ?? NO_FIELDS;
}

/** One template with its words and files. */
export function useTemplate(id: string) {
  return useQuery({ queryKey: [...KEY, 'one', id], queryFn: ({ signal }) => http.get<Template>(`/api/templates/${id}`, { signal }), retry: false });
}

/** Keeps an answer as the newest known template. */
export function know(template: Template): void {
  queryClient.setQueryData([...KEY, 'one', template.id], template);
  void again();
}

/** What the words would say to somebody, as they stand; the last answer stays until the next. */
export function usePreview(form: TemplateForm, customerId: string | null) {
  const body = { channel: form.channel, language: form.language, bodies: bodiesOf(form), customer_id: customerId };
  return useQuery({
    queryKey: ['template-preview', body],
    queryFn: ({ signal }) => http.post<TemplatePreview>('/api/templates/preview', body, { signal }),
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });
}

/** Adds a template, or changes one for the version that was read. */
export function useSaveTemplate(stored: Template | null, version: number | null) {
  return useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      stored ? http.patch<Template>(`/api/templates/${stored.id}`, body, { headers: { 'If-Match': `"${version}"` } }) : http.post<Template>('/api/templates', body),
    onSuccess: know,
  });
}

/** Archives a template, or takes it back. */
export function useArchiving() {
  return useMutation({
    mutationFn: ({ id, version, archived }: { id: string; version: number; archived: boolean }) =>
      http.patch<Template>(`/api/templates/${id}`, { archived }, { headers: { 'If-Match': `"${version}"` } }),
    onSuccess: know,
  });
}

/** The versions of a template, the latest first. */
export function useVersions(id: string) {
  const query = useInfiniteQuery({
    queryKey: [...KEY, 'versions', id],
    queryFn: ({ pageParam, signal }) => http.get<Page<TemplateVersion>>(`/api/templates/${id}/versions`, { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return { query, versions: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** The words of one version: they never change. */
export function useVersion(id: string, number: number | null) {
  return useQuery({
    queryKey: ['template-version', id, number],
    enabled: number !== null && number > 0,
    queryFn: ({ signal }) => http.get<TemplateVersionWords>(`/api/templates/${id}/versions/${number}`, { signal }),
    staleTime: Infinity,
  });
}

/** Makes an old version the latest one again. */
export function useRestore(template: Template) {
  return useMutation({
    mutationFn: (number: number) =>
      http.post<Template>(`/api/templates/${template.id}/versions/${number}/restore`, undefined, { headers: { 'If-Match': `"${template.version}"` } }),
    onSuccess: know,
  });
}

async function sendFile(id: string, file: File): Promise<Template> {
  const body = new FormData();
  body.append('file', file, file.name);
  const answer = await fetch(`/api/templates/${id}/files`, { method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json' } }).catch(() => {
    throw new ApiProblem(0, 'unreachable', 'The hub did not answer.');
  });
  if (!answer.ok) throw await readProblem(answer);
  return (await answer.json()) as Template;
}

/** Adds a file to a template. */
export function useAddFile(id: string) {
  return useMutation({ mutationFn: (file: File) => sendFile(id, file), onSuccess: know });
}

/** Takes a file off a template. */
export function useRemoveFile(id: string) {
  return useMutation({ mutationFn: (fileId: string) => http.delete(`/api/templates/${id}/files/${fileId}`), onSuccess: again });
}
