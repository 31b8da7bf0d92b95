/** What decides nothing, as people read it: findings first, waived ones after them with their reasons. */
import type { VacuityFinding } from '../../checker/index.ts';
import type { Paint } from './words.ts';
import { fill, plural } from './words.ts';

interface VacuityView {
  readonly width: number;
  readonly paint: Paint;
}

/** One line: `vacuity: 2 findings, 3 waived`. */
export function vacuityLine(findings: readonly VacuityFinding[], paint: Paint): string {
  const open = findings.filter(({ waived }) => waived === null);
  const waived = findings.length - open.length;
  const found = open.length === 0 ? 'no finding' : plural(open.length, 'finding');
  const soFar = open.some((one) => one.soFar) ? ' so far' : '';
  return `vacuity: ${paint(open.length === 0 ? 'green' : 'yellow', found + soFar)}${waived === 0 ? '' : `, ${waived} waived`}`;
}

export function vacuityLines(
  findings: readonly VacuityFinding[],
  { width, paint }: VacuityView,
): readonly string[] {
  const told = (one: VacuityFinding): string[] => {
    const [first = '', ...rest] = fill(
      `${one.kind}: ${one.sentence}${one.waived === null ? '' : `; waived: ${one.waived}`}`,
      width - 4,
    );
    const lines = [`  ${one.waived === null ? '!' : '·'} ${first}`, ...rest.map((line) => `    ${line}`)];
    return one.waived === null ? lines : lines.map((line) => paint('dim', line));
  };
  const sorted = findings.toSorted((a, b) => Number(a.waived !== null) - Number(b.waived !== null));
  return [vacuityLine(findings, paint), ...sorted.flatMap(told)];
}
