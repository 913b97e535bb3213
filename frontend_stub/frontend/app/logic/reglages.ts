import { Reglage } from '../models/registres';

/** How a setting is typed. */
export type ReglageKind = 'bool' | 'number' | 'numbers' | 'texts' | 'text';

export function kindOf(value: Reglage): ReglageKind {
  if (Array.isArray(value)) {
    // A list of delays stays one when it is emptied: only texts are known by their first.
    return value.some((one) => typeof one === 'string') ? 'texts' : 'numbers';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value === 'number' ? 'number' : 'text';
}

/** A list of whole numbers as typed, or null when it is none. */
export function readNumbers(text: string): number[] | null {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  return parts.every((part) => /^\d{1,9}$/.test(part)) ? parts.map(Number) : null;
}

/** The settings that differ from those in force. */
export function changedReglages(
  kept: Record<string, Reglage>,
  now: Record<string, Reglage>
): Record<string, Reglage> {
  const same = (a: Reglage, b: Reglage) => JSON.stringify(a) === JSON.stringify(b);
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => !same(kept[key], value)));
}
