/** The cards of calls that ring for this agent; nothing while nothing rings. */
export function PopColumn() {
  return null;
}
