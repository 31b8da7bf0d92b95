import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { boundsNamed, designNamed, tracer } from '../model/index.ts';

// The first table of proofs-notes.md: a row a property, a column a design, a cell the length of a shortest counterexample.
const notes = readFileSync(new URL('../proofs-notes.md', import.meta.url), 'utf8');
const [header = [], , ...rows] = [...notes.matchAll(/^\| ?(.*?) ?\|$/gm)]
  .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
  .slice(0, 17);
const columns = header.slice(1).flatMap((names, index) => names.split(', ').map((name) => ({ name, index })));

test('the table has a row for each property and a column for each released design', () => {
  expect(rows.map(([name]) => name)).toContain('NoLostBuffer');
  expect(rows).toHaveLength(15);
  expect(columns.map(({ name }) => name)).toEqual(['1.23', 'seed', '1.24', '1.25', '1.26', '1.26-nosplit']);
});

describe.each(columns)('design $name', ({ name, index }) => {
  test('every cell of the table is what the whole of tiny says', async () => {
    const report = await check(tracer(designNamed(name), boundsNamed('tiny')), { continue: true });
    const cells = rows.map(([property = '']) => {
      const found = report.properties.find((one) => one.property === property);
      const violation = report.violations.find((one) => one.property === property);
      return [property, found === undefined ? '–' : (violation?.trace?.steps.length.toString() ?? '✓')];
    });
    expect(cells).toEqual(rows.map((cellsOfRow) => [cellsOfRow[0], cellsOfRow[index + 1]]));
    expect(report.left).toBe(0);
  });
});
