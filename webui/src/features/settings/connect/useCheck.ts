import { useEffect, useRef, useState } from 'react';

import type { ConnectorCheck, ConnectorFinding } from '@/api';
import { postForLines } from '@/lib/http/lines';

type Line = { finding: ConnectorFinding } | { report: ConnectorCheck };

export interface Check {
  findings: ConnectorFinding[];
  report: ConnectorCheck | null;
  running: boolean;
  error: unknown;
}

const NOTHING: Check = { findings: [], report: null, running: false, error: null };

function taken(before: Check, line: Line): Partial<Check> {
  return 'finding' in line ? { findings: [...before.findings, line.finding] } : { report: line.report };
}

/** Checks an account and tells of each step as it is made; a new run ends the one before. */
export function useCheck(body: () => unknown) {
  const [check, setCheck] = useState(NOTHING);
  const under = useRef<AbortController>(null);
  useEffect(() => () => under.current?.abort(), []);
  const run = async (): Promise<void> => {
    under.current?.abort();
    const mine = new AbortController();
    under.current = mine;
    const update = (change: (before: Check) => Partial<Check>) => {
      if (under.current === mine) setCheck((before) => ({ ...before, ...change(before) }));
    };
    setCheck({ ...NOTHING, running: true });
    try {
      await postForLines('/api/connectors/check/steps', body(), (line) => update((before) => taken(before, line as Line)), mine.signal);
      update(() => ({ running: false }));
    } catch (error) {
      update(() => ({ running: false, error }));
    }
  };
  return { ...check, run: () => void run() };
}
