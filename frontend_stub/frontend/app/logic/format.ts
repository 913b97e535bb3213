/** Dates, numbers and sizes in the words of a language. Days are those of Paris: a deadline is a French day. */

const ZONE = 'Europe/Paris';

/** French says `1er mars`, which no calendar of the browser does. */
function firstOfMonth(words: string, lang: string): string {
  return lang.startsWith('fr') ? words.replace(/^1 /, '1er ') : words;
}

/** `2026-03-02` or an instant, as `2 mars 2026`. */
export function day(value: string, lang: string): string {
  const date = value.length === 10 ? new Date(`${value}T12:00:00Z`) : new Date(value);
  return firstOfMonth(new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: ZONE }).format(date), lang);
}

/** An instant, to the minute. */
export function moment(value: string, lang: string): string {
  const words = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE });
  return firstOfMonth(words.format(new Date(value)), lang);
}

/** Today in Paris, as `2026-03-02`. */
export function today(now: Date): string {
  return new Intl.DateTimeFormat('fr-CA', { timeZone: ZONE }).format(now);
}

/** Whole days from one day to another; negative when it is past. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86400000);
}

export function number(value: number, lang: string, digits = 0): string {
  return new Intl.NumberFormat(lang, { maximumFractionDigits: digits }).format(value);
}

/** Square metres, in the unit people would say. */
export function area(squareMetres: number, lang: string): string {
  if (squareMetres >= 1e6) {
    return `${number(squareMetres / 1e6, lang, squareMetres >= 1e8 ? 0 : 1)} km²`;
  }
  if (squareMetres >= 1e3) {
    return `${number(squareMetres / 1e4, lang, 1)} ha`;
  }
  return `${number(squareMetres, lang)} m²`;
}

export function size(bytes: number, lang: string): string {
  const french = lang.startsWith('fr');
  const units = french ? ['octets', 'Kio', 'Mio', 'Gio'] : ['bytes', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${number(value, lang, unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** `one` or `other`: French counts zero as one. */
export function pluralForm(n: number, lang: string): 'one' | 'other' {
  return new Intl.PluralRules(lang).select(n) === 'one' ? 'one' : 'other';
}
