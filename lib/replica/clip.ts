/** Not more of a text than fits, so that what a server or a row holds does not fill logs. */
export function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
