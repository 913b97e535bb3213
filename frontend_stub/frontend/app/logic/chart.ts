/** Bars of a chart, ready to be drawn. */
export interface Bar {
  label: string;
  value: number;
  /** Share of the longest bar, 0 to 1. */
  share: number;
}

/** Bars in the order given, or the longest first. */
export function bars(values: { label: string; value: number }[], sort: boolean): Bar[] {
  const longest = Math.max(1, ...values.map((one) => one.value));
  const all = values.map((one) => ({ ...one, share: one.value / longest }));
  return sort ? all.sort((a, b) => b.value - a.value || a.label.localeCompare(b.label)) : all;
}

/** Figures summed under one label. */
export function sums<T>(
  rows: T[],
  label: (row: T) => string,
  value: (row: T) => number
): { label: string; value: number }[] {
  const found = new Map<string, number>();
  for (const row of rows) {
    found.set(label(row), (found.get(label(row)) ?? 0) + value(row));
  }
  return [...found].map(([name, sum]) => ({ label: name, value: sum }));
}
