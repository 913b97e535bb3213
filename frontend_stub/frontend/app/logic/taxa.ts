/** A list of taxa as people type or paste it: one code a line, commas, semicolons, columns of a spreadsheet. */

export interface TaxaLine {
  line: number;
  text: string;
}

export interface TaxaList {
  cdNoms: number[];
  /** Lines that hold no code. */
  unread: TaxaLine[];
  /** Codes given more than once. */
  doubles: number;
}

/** The first column that is a whole number is the code; the rest of the line (a name) is for people. */
export function readTaxa(text: string): TaxaList {
  const found = new Set<number>();
  const unread: TaxaLine[] = [];
  let doubles = 0;
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (!line) {
      return;
    }
    const cells = line.split(/[\t;,]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const allCodes = cells.every((cell) => cell === '' || isCode(cell));
    const codes = allCodes ? cells.filter(isCode) : cells.filter(isCode).slice(0, 1);
    if (codes.length === 0) {
      const spaced = line.split(/\s+/);
      if (spaced.every(isCode)) {
        codes.push(...spaced);
      }
    }
    if (codes.length === 0) {
      // The head of a column is no mistake.
      if (!(index === 0 && /cd[_ ]?(nom|ref)/i.test(line))) {
        unread.push({ line: index + 1, text: line.slice(0, 80) });
      }
      return;
    }
    for (const code of codes) {
      const value = Number(code);
      if (found.has(value)) {
        doubles += 1;
      }
      found.add(value);
    }
  });
  return { cdNoms: [...found], unread, doubles };
}

function isCode(cell: string): boolean {
  return /^\d{1,9}$/.test(cell) && Number(cell) > 0 && Number(cell) <= 2147483647;
}
