/**
 * Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): a result for each violation, whose
 * code flow is the counterexample, and a fix where the cure is a line to insert.
 */
import type { Cure } from '../../checker/index.ts';
import { repositoryUrl } from '../cite/pages.ts';
import type { Finding, Found, Reported } from './finding.ts';
import { findingsOf } from './finding.ts';
import type { Where } from './located.ts';

const root = 'SRCROOT';

/** Whoever reads a code flow reads no more of it; a longer trace is in the report. */
const stepsMax = 1000;

export function sarif({ reports, refused }: Found, exit: number): object {
  const findings = findingsOf(reports);
  const [first] = reports;
  const names = [...new Set(reports.flatMap(({ document }) => document.properties.map(nameOf)))];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'nosplit',
            version: first?.document.tool.version ?? '',
            informationUri: repositoryUrl,
            rules: names.map((name) => ruleOf(name, findings)),
          },
        },
        automationDetails: { id: 'nosplit/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [root]: { description: { text: 'The root of the Go tree.' } } },
        invocations: [
          ...reports.map(({ title, document: { reproduce, date, verdict, limit } }) => ({
            executionSuccessful: true,
            exitCode: exit,
            commandLine: reproduce,
            endTimeUtc: date,
            ...(verdict === 'exhausted' && {
              toolExecutionNotifications: [
                notification('warning', `${title}: not searched to the end (${limit ?? 'stopped'})`),
              ],
            }),
          })),
          ...refused.map(({ part, why }) => ({
            executionSuccessful: false,
            exitCode: exit,
            toolExecutionNotifications: [notification('error', `${part} is refused: ${why}`)],
          })),
        ],
        results: findings.map((finding) => resultOf(finding, names)),
        properties: { reports: reports.map(summary) },
      },
    ],
  };
}

const notification = (level: 'warning' | 'error', text: string): object => ({ level, message: { text } });

const nameOf = ({ property }: { readonly property: string }): string => property;

function ruleOf(name: string, findings: readonly Finding[]): object {
  const told = findings.find(({ violation }) => violation.property === name)?.violation;
  return {
    id: name,
    shortDescription: { text: name },
    ...(told?.otherwise && { fullDescription: { text: told.otherwise } }),
    defaultConfiguration: { level: 'error' },
  };
}

function resultOf(finding: Finding, names: readonly string[]): object {
  const { violation, message, where, reported } = finding;
  const { trace, cures } = violation;
  return {
    ruleId: violation.property,
    ruleIndex: names.indexOf(violation.property),
    level: 'error',
    message: { text: message },
    locations: where === null ? [] : [locationOf(where)],
    // A flow has one location at least, and a property may be violated by an initial state.
    ...(finding.steps.length > 0 && {
      codeFlows: [{ message: { text: finding.title }, threadFlows: [{ locations: flowOf(finding) }] }],
    }),
    ...(trace !== null && { partialFingerprints: { 'nosplit/trace': trace.id } }),
    ...(cures.some(isLine) && { fixes: cures.filter(isLine).map(fixOf) }),
    properties: {
      ...(reported.part !== null && { part: reported.part }),
      reproduce: reported.document.reproduce,
      ...(trace !== null && { trace: trace.id }),
    },
  };
}

function flowOf({ violation: { trace }, steps }: Finding): object[] {
  return (trace?.steps ?? []).slice(0, stepsMax).map(({ where, process }, index) => ({
    executionOrder: index + 1,
    location: {
      ...(where !== null && locationOf(where)),
      message: { text: `${index + 1}. ${steps[index] ?? ''}` },
    },
    ...(process !== '' && { properties: { process } }),
    importance: index === (trace?.steps.length ?? 0) - 1 ? 'essential' : 'important',
  }));
}

const locationOf = ({ file, line, function: name }: Where): object => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(file), uriBaseId: root },
    ...(line !== null && { region: { startLine: line } }),
  },
  ...(name !== null && { logicalLocations: [{ fullyQualifiedName: `runtime.${name}`, kind: 'function' }] }),
});

type LineCure = Cure & { readonly file: string; readonly line: number; readonly text: string };

const isLine = (cure: Cure): cure is LineCure =>
  cure.file !== null && cure.line !== null && cure.text !== null;

const fixOf = ({ sentence, file, line, text }: LineCure): object => ({
  description: { text: sentence },
  artifactChanges: [
    {
      artifactLocation: { uri: encodeURI(file), uriBaseId: root },
      replacements: [
        {
          deletedRegion: { startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
          insertedContent: { text: `${text}\n` },
        },
      ],
    },
  ],
});

/** What the verdict rests on. */
const summary = ({ part, title, document }: Reported): object => ({
  part,
  title,
  verdict: document.verdict,
  distinct: document.distinct,
  tree: document.tree?.hash ?? null,
  design: document.design,
  bounds: document.bounds?.name ?? null,
});
