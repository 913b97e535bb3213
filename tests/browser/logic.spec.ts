import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { filterOf, isBlank, NO_FILTER, paramsOf } from '../../frontend_stub/frontend/app/logic/board';
import { csv } from '../../frontend_stub/frontend/app/logic/csv';
import { lastYear } from '../../frontend_stub/frontend/app/logic/period';
import { changedReglages, kindOf, readNumbers } from '../../frontend_stub/frontend/app/logic/reglages';
import { ringsOf, snapped } from '../../frontend_stub/frontend/app/logic/snap';
import { bars, sums } from '../../frontend_stub/frontend/app/logic/chart';
import { deadlineWords } from '../../frontend_stub/frontend/app/logic/deadline';
import { changes, onePerField, stepsMissing } from '../../frontend_stub/frontend/app/logic/draft';
import { area, day, daysBetween, moment, pluralForm, size, today } from '../../frontend_stub/frontend/app/logic/format';
import { merged, ringArea, split, vertices } from '../../frontend_stub/frontend/app/logic/geo';
import { matches } from '../../frontend_stub/frontend/app/logic/search';
import { en } from '../../frontend_stub/frontend/app/i18n/en';
import { fr } from '../../frontend_stub/frontend/app/i18n/fr';

test('only what changed is sent', () => {
  const kept = { objet: null, objet_detail: 'Étude', formats: ['csv', 'gpkg'], cd_noms: [1, 2], use_months: 12 };
  assert.deepEqual(changes(kept, { ...kept, objet_detail: 'Étude ' }), {});
  assert.deepEqual(changes(kept, { ...kept, formats: ['gpkg', 'csv'], cd_noms: [2, 1] }), {});
  assert.deepEqual(changes(kept, { ...kept, use_months: null }), { use_months: null });
  assert.deepEqual(changes(kept, { objet: 'autre', cd_noms: null }), { objet: 'autre', cd_noms: null });
  assert.deepEqual(changes({}, { wants_precise_sensitive: false }), { wants_precise_sensitive: false });
  assert.deepEqual([...stepsMissing(['perimetre', 'use_months', 'unknown'])], ['perimetre', 'usage', 'engagement']);
  const twice = ['objet', 'formats', 'objet'].map((field, i) => ({ field, message: `${i}` }));
  assert.deepEqual(onePerField(twice).map((one) => one.message), ['0', '1']);
});

test('deadlines are told in days when they are near', () => {
  assert.deepEqual(deadlineWords('2026-03-02', '2026-03-02'), { key: 'dem.tache.today', days: 0, urgent: true });
  assert.deepEqual(deadlineWords('2026-03-01', '2026-03-02'), { key: 'dem.tache.late', days: 1, urgent: true });
  assert.deepEqual(deadlineWords('2026-03-09', '2026-03-02'), { key: 'dem.tache.left', days: 7, urgent: false });
  assert.equal(deadlineWords('2026-03-10', '2026-03-02').key, 'dem.tache.before');
  // Across the change of hour, a day is a day.
  assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2);
});

test('days are those of Paris, numbers those of the language', () => {
  assert.equal(day('2026-03-01', 'fr'), '1er mars 2026');
  assert.equal(day('2026-02-28T23:30:00Z', 'fr'), '1er mars 2026');
  assert.equal(day('2026-03-11', 'fr'), '11 mars 2026');
  assert.equal(day('2026-03-01', 'en'), 'March 1, 2026');
  assert.equal(moment('2026-02-28T23:30:00Z', 'fr'), '1er mars 2026 à 00:30');
  assert.equal(today(new Date('2026-06-30T22:30:00Z')), '2026-07-01');
  assert.equal(area(1_485_400_000, 'fr').replace(/\s/g, ' '), '1 485 km²');
  assert.equal(area(25_000, 'fr').replace(/\s/g, ' '), '2,5 ha');
  assert.equal(size(14 * 1024 * 1024, 'fr').replace(/\s/g, ' '), '14 Mio');
  assert.equal(size(512, 'en').replace(/\s/g, ' '), '512 bytes');
  assert.equal(pluralForm(0, 'fr'), 'one');
  assert.equal(pluralForm(0, 'en'), 'other');
});

test('what is drawn is measured and sent as one geometry', () => {
  const ring: [number, number][] = [[3, 44], [3.01, 44], [3.01, 44.01], [3, 44.01]];
  // A hundredth of a degree at 44° north: 801 m by 1 113 m.
  assert.ok(Math.abs(ringArea(ring) / 892_000 - 1) < 0.01, String(ringArea(ring)));
  assert.equal(ringArea(ring.slice(0, 2)), 0);
  const polygon: GeoJSON.Polygon = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
  const feature = (geometry: GeoJSON.Geometry): GeoJSON.Feature => ({ type: 'Feature', properties: {}, geometry });
  assert.equal(merged([]), null);
  assert.equal(merged([feature(polygon)])?.type, 'Polygon');
  const two = merged([feature(polygon), feature({ type: 'MultiPolygon', coordinates: [polygon.coordinates] })]);
  assert.equal(two?.type, 'MultiPolygon');
  assert.equal(split(two as GeoJSON.MultiPolygon).length, 2);
  assert.equal(vertices(two as GeoJSON.MultiPolygon), 10);
});

test('a search knows neither case nor accents, and wants every word', () => {
  assert.ok(matches('etude valcombe', ['Étude', null, 'VALCOMBE']));
  assert.ok(matches('', ['x']));
  assert.ok(!matches('étude rouvière', ['Étude']));
});

test('bars keep their order or go by length', () => {
  const values = sums([{ g: 'a', n: 1 }, { g: 'b', n: 4 }, { g: 'a', n: 2 }], (row) => row.g, (row) => row.n);
  assert.deepEqual(values, [{ label: 'a', value: 3 }, { label: 'b', value: 4 }]);
  assert.deepEqual(bars(values, true).map((bar) => [bar.label, bar.share]), [['b', 1], ['a', 0.75]]);
  assert.deepEqual(bars(values, false).map((bar) => bar.label), ['a', 'b']);
});

test('the filter of the board goes into an address and comes back', () => {
  const filter = { ...NO_FILTER, q: ' lac ', tour: 'poles' as const, pole: '3', from: '2026-01-02', late: true };
  const params = paramsOf(filter);
  assert.deepEqual(params, { q: 'lac', tour: 'poles', pole: '3', from: '2026-01-02', late: 'true' });
  assert.deepEqual(filterOf((name) => params[name] ?? null), { ...filter, q: 'lac' });
  // An address somebody mistyped still opens the board.
  const wrong: Record<string, string> = { tour: 'moi', pole: 'x', from: '2026', late: 'oui' };
  assert.ok(isBlank(filterOf((name) => wrong[name] ?? null)));
});

test('settings are typed by what they are, and only what changed is sent', () => {
  assert.deepEqual([true, 3, 'x', [1, 2], ['a'], []].map(kindOf), ['bool', 'number', 'text', 'numbers', 'texts', 'numbers']);
  assert.deepEqual(readNumbers(' 7, 2;0 '), [7, 2, 0]);
  assert.deepEqual(readNumbers(''), []);
  assert.equal(readNumbers('7, deux'), null);
  assert.equal(readNumbers('-1'), null);
  assert.deepEqual(changedReglages({ a: 1, b: [7, 2] }, { a: 1, b: [7, 2, 0] }), { b: [7, 2, 0] });
});

test('a table for a spreadsheet runs nothing', () => {
  assert.equal(csv([['a;b', 'dit "oui"', 2.5, null]]), '\ufeff"a;b";"dit ""oui""";2,5;\r\n');
  assert.equal(csv([['=1+1', '@x', '-2', -2]]), "\ufeff'=1+1;'@x;'-2;-2\r\n");
});

test('the last year ends today', () => {
  assert.deepEqual(lastYear('2026-11-29'), { from: '2025-11-30', to: '2026-11-29' });
  assert.deepEqual(lastYear('2024-02-29'), { from: '2023-03-02', to: '2024-02-29' });
  assert.deepEqual(lastYear('2025-12-31'), { from: '2025-01-01', to: '2025-12-31' });
});

test('a vertex goes to the limit that is near, to its vertices first', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
  ];
  assert.deepEqual(snapped({ x: 96, y: 5 }, [line], 12), { x: 100, y: 0 });
  assert.deepEqual(snapped({ x: 50, y: 7 }, [line], 12), { x: 50, y: 0 });
  assert.equal(snapped({ x: 50, y: 13 }, [line], 12), null);
  // A vertex within reach wins over a nearer side.
  assert.deepEqual(snapped({ x: 90, y: 1 }, [line], 12), { x: 100, y: 0 });
  // A side of no length, and no line at all.
  assert.deepEqual(snapped({ x: 1, y: 1 }, [[{ x: 0, y: 0 }, { x: 0, y: 0 }]], 12), { x: 0, y: 0 });
  assert.equal(snapped({ x: 1, y: 1 }, [], 12), null);
  assert.equal(ringsOf({ type: 'MultiPolygon', coordinates: [[[[0, 0]], [[1, 1]]], [[[2, 2]]]] }).length, 3);
  assert.deepEqual(ringsOf({ type: 'Point', coordinates: [0, 0] }), []);
});

/** The keys of a tree of texts, with the places of what is put in them. */
function shape(texts: unknown, path = ''): string[] {
  if (typeof texts === 'string') {
    const places = [...texts.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    // One of the two forms of a plural may say its number in words.
    return [`${path} ${/\.(one|other)$/.test(path) ? '' : places.join(',')}`];
  }
  return Object.entries(texts as object).flatMap(([key, value]) => shape(value, `${path}.${key}`));
}

test('both languages say the same things with the same places', () => {
  assert.deepEqual(shape(en), shape(fr));
});
