/** The matrix as JUnit XML: a suite for each variant in each bounds, a case for each property and one for its counts. */
import { escapedXml } from '../reporters/xml.ts';
import type { MatrixDocument } from './document.ts';
import type { Difference } from './compare.ts';
import { isOf } from './compare.ts';
import type { Run } from './runs.ts';

export function matrixJunit({ runs, differences }: MatrixDocument): string {
  const suites = runs.map((run) =>
    suite(
      run,
      differences.filter((one) => isOf(one, run)),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nosplit matrix">\n${suites.join('')}</testsuites>\n`;
}

function suite(run: Run, differences: readonly Difference[]): string {
  const name = `${run.kind} ${run.variant} at ${run.config}`;
  const changedOnly = differences.flatMap(({ property }) => (property === null ? [] : [property]));
  const names = [...new Set([...run.properties.map((one) => one.name), ...changedOnly])];
  const cases = [
    ...names.map((property) =>
      testCase(
        name,
        property,
        differences.find((one) => one.property === property),
      ),
    ),
    testCase(
      name,
      'counts',
      differences.find((one) => one.property === null),
    ),
  ];
  const head = `tests="${cases.length}" failures="${differences.length}" time="${(run.elapsedMs / 1000).toFixed(3)}"`;
  return `  <testsuite name="${escapedXml(name)}" ${head}>\n${cases.join('')}  </testsuite>\n`;
}

function testCase(suiteName: string, name: string, difference: Difference | undefined): string {
  const head = `    <testcase classname="${escapedXml(suiteName)}" name="${escapedXml(name)}"`;
  if (difference === undefined) return `${head}/>\n`;
  const { sentence, expected, found } = difference;
  const traces = `expected trace: ${expected ?? 'none'}\nfound trace: ${found ?? 'none'}`;
  return `${head}>\n      <failure message="${escapedXml(sentence)}">${escapedXml(traces)}</failure>\n    </testcase>\n`;
}
