import { Outlet } from 'react-router';

import { CallBar } from '@/features/calls/CallBar';
import { PopColumn } from '@/features/pops/PopColumn';

export function Shell() {
  return (
    <>
      <Outlet />
      <PopColumn />
      <CallBar />
    </>
  );
}
