/** The call this agent is on; nothing outside a call. */
export function CallBar() {
  return null;
}
