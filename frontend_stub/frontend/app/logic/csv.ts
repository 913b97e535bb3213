/** A table as CSV for a spreadsheet of a French desk: semicolons, UTF-8 with its mark. Nothing in it is run by a spreadsheet. */
export function csv(rows: (string | number | null)[][]): string {
  return '\ufeff' + rows.map((row) => row.map(cell).join(';')).join('\r\n') + '\r\n';
}

function cell(value: string | number | null): string {
  if (value === null) {
    return '';
  }
  if (typeof value === 'number') {
    return String(value).replace('.', ',');
  }
  // What begins like a formula is made a text.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[;"\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
