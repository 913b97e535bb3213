/** A text as it is looked for: without case nor accents. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** Whether every word looked for is in one of the texts. */
export function matches(wanted: string, texts: (string | null)[]): boolean {
  const all = plain(texts.filter((text) => text !== null).join(' '));
  return plain(wanted)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
