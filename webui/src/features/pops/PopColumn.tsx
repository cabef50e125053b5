/** The column of ringing calls at the end of every page; takes no room while nothing rings. */
export function PopColumn() {
  return null;
}
