export { live } from './client';
export { useConnection, useEntities, useRoom } from './hooks';
export type { Connection, LiveEvent, RoomStatus } from './types';
export { listenForWaking } from './waking';
