/** The table of agreement as JUnit XML: a suite for each design, a case for each row. */
import { escapedXml } from '../reporters/xml.ts';
import { titleOf } from './document.ts';
import type { ConformDocument, DesignRows } from './document.ts';

export function conformJunit({ config, designs }: ConformDocument): string {
  const suites = designs.map((one) => suite(one, config)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nosplit conform">\n${suites}</testsuites>\n`;
}

function suite(one: DesignRows, config: string): string {
  const { rows } = one;
  const name = escapedXml(titleOf(one, config));
  const of = (verdict: string): number => rows.filter((row) => row.verdict === verdict).length;
  const cases = rows.map(({ check, verdict, what, reasons, schedule, elapsedMs }) => {
    const head = `    <testcase classname="${name}" name="${check}" time="${(elapsedMs / 1000).toFixed(3)}"`;
    if (verdict === 'agrees') return `${head}/>\n`;
    const kind = verdict === 'disagrees' ? 'failure' : 'skipped';
    const text = [...reasons, ...(schedule ?? [])].join('\n');
    return `${head}>\n      <${kind} message="${escapedXml(what)}">${escapedXml(text)}</${kind}>\n    </testcase>\n`;
  });
  const skipped = of('skipped') + of('unfinished');
  return `  <testsuite name="${name}" tests="${rows.length}" failures="${of('disagrees')}" skipped="${skipped}">\n${cases.join('')}  </testsuite>\n`;
}
