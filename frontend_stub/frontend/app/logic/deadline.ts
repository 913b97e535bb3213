import { daysBetween } from './format';

/** How a deadline is told: a key of the texts, and the number of days it takes. */
export interface DeadlineWords {
  key: 'dem.tache.late' | 'dem.tache.today' | 'dem.tache.left' | 'dem.tache.before';
  days: number;
  /** Whether it asks for attention. */
  urgent: boolean;
}

/** Days below which a deadline is told in days. */
const NEAR_DAYS = 7;

export function deadlineWords(echeance: string, today: string): DeadlineWords {
  const left = daysBetween(today, echeance);
  if (left < 0) {
    return { key: 'dem.tache.late', days: -left, urgent: true };
  }
  if (left === 0) {
    return { key: 'dem.tache.today', days: 0, urgent: true };
  }
  return left <= NEAR_DAYS
    ? { key: 'dem.tache.left', days: left, urgent: left <= 2 }
    : { key: 'dem.tache.before', days: left, urgent: false };
}
