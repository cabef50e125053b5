import type { FilterOp } from '@/api';

/** Filters as the API takes them: conditions that must all hold, or any of which is enough; groups may be nested. */
export type Op = FilterOp;
export type Value = string | number | boolean | string[];
export interface Condition {
  field: string;
  op: Op;
  value?: Value;
}
export type Node = Condition | Group;
export interface Group {
  all?: Node[];
  any?: Node[];
}
export type Mode = 'all' | 'any';

/** What operators take no value. */
const BARE: readonly Op[] = ['empty', 'not_empty'];
const LISTS: readonly Op[] = ['in', 'not_in'];

export const NOTHING: Group = { all: [] };

export function takesValue(op: Op): boolean {
  return !BARE.includes(op);
}

export function takesList(op: Op): boolean {
  return LISTS.includes(op);
}

export function isGroup(node: Node): node is Group {
  return 'all' in node || 'any' in node;
}

export function modeOf(group: Group): Mode {
  return group.any ? 'any' : 'all';
}

export function nodesOf(group: Group): Node[] {
  return group.any ?? group.all ?? [];
}

export function groupOf(mode: Mode, nodes: Node[]): Group {
  return mode === 'any' ? { any: nodes } : { all: nodes };
}

function isNode(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > 3) return false;
  const { all, any, field, op } = value as Record<string, unknown>;
  const inner = all ?? any;
  if (Array.isArray(inner)) return inner.every((node) => isNode(node, depth + 1));
  return typeof field === 'string' && typeof op === 'string';
}

/** The filter an address holds; nothing where it is none. */
export function readFilter(text: string | null): Group {
  if (!text) return NOTHING;
  try {
    const value: unknown = JSON.parse(text);
    return isNode(value, 1) && isGroup(value as Node) ? (value as Group) : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** The filter as an address and the API take it; null for one without conditions. */
export function writeFilter(group: Group): string | null {
  return nodesOf(group).length === 0 ? null : JSON.stringify(group);
}

/** True when a condition says enough to be applied. */
export function isComplete({ field, op, value }: Condition): boolean {
  if (field === '') return false;
  if (!takesValue(op)) return true;
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== '';
}

/** The group with one node put in the place of another, added (`at` is the count) or taken away (null). */
export function withNode(group: Group, at: number, node: Node | null): Group {
  const nodes = [...nodesOf(group)];
  nodes.splice(at, 1, ...(node ? [node] : []));
  return groupOf(modeOf(group), nodes);
}
