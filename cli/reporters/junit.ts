/** Reports as JUnit XML: a suite for each search, a case for each property. */
import type { Finding, Found, Refused, Reported } from './finding.ts';
import { findingsOf } from './finding.ts';
import { escapedXml } from './xml.ts';

export function junit({ reports, refused }: Found): string {
  const suites = [...reports.map(suite), ...refused.map(refusedSuite)].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nosplit check">\n${suites}</testsuites>\n`;
}

function suite(reported: Reported): string {
  const { title, document } = reported;
  const { properties, date, elapsedMs } = document;
  const found = findingsOf([reported]);
  const count = (verdict: string): number => properties.filter((one) => one.verdict === verdict).length;
  const cases = properties.map(({ property, verdict }) => {
    const head = `    <testcase classname="${escapedXml(title)}" name="${escapedXml(property)}"`;
    if (verdict === 'holds') return `${head}/>\n`;
    if (verdict === 'undecided')
      return `${head}>\n      <skipped message="not decided: the search ended before its end"/>\n    </testcase>\n`;
    const finding = found.find(({ violation }) => violation.property === property);
    const message = escapedXml(finding?.title ?? 'violated, as another one is that was met first');
    const text = finding === undefined ? '' : escapedXml(textOf(finding));
    return `${head}>\n      <failure message="${message}">${text}</failure>\n    </testcase>\n`;
  });
  const head = [
    `name="${escapedXml(title)}" tests="${properties.length}" failures="${count('violated')}"`,
    `skipped="${count('undecided')}" time="${(elapsedMs / 1000).toFixed(3)}" timestamp="${date}"`,
  ];
  return `  <testsuite ${head.join(' ')}>\n${cases.join('')}  </testsuite>\n`;
}

function refusedSuite({ part, why }: Refused): string {
  const name = escapedXml(part);
  const body = `    <testcase classname="${name}" name="is read">\n      <error message="${escapedXml(why)}"/>\n    </testcase>\n`;
  return `  <testsuite name="${name}" tests="1" failures="0" errors="1">\n${body}  </testsuite>\n`;
}

const textOf = ({ message, where, steps, reported }: Finding): string =>
  [
    message,
    ...(where === null ? [] : [`${where.file}${where.line === null ? '' : `:${where.line}`}`]),
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    `Run it again: ${reported.document.reproduce}`,
  ].join('\n');
