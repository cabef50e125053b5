import type { Call } from '@/api';

import { DispositionChoice } from './DispositionChoice';
import { useDispose } from './useDispose';

/** The result of one call, to be seen and chosen. */
export function CallDisposition({ call }: { call: Pick<Call, 'id' | 'disposition_id'> }) {
  return <DispositionChoice call={call} dispose={useDispose(call)} folded />;
}
