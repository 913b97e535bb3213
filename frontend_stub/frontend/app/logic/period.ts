/** The year that ends on a day: what a period of figures begins with. */
export function lastYear(today: string): { from: string; to: string } {
  const [year, month, day] = today.split('-').map(Number);
  // The day after the same day a year ago; 29 February gives 1 March.
  const from = new Date(Date.UTC(year - 1, month - 1, day + 1));
  return { from: from.toISOString().slice(0, 10), to: today };
}
