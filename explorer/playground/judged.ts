/** A model, searched: the verdict in words, and a page of the explorer for each run that it comes with. */
import type {
  Params,
  Progress,
  PropertyReport,
  Report,
  System,
  Trace,
  Violation,
} from '../../checker/index.ts';
import { check, explorer, plainStory } from '../../checker/index.ts';
import type { Embedded } from '../data.ts';
import { detailsShown, runShown, systemShown } from '../show.ts';

export interface Judged {
  readonly verdict: Report['verdict'];
  /** One sentence: what holds, or what is violated and in how many steps. */
  readonly sentence: string;
  readonly counts: string;
  readonly properties: readonly Pick<PropertyReport, 'property' | 'kind' | 'verdict'>[];
  /** The counterexamples and witnesses, or the initial state alone. */
  readonly runs: readonly { readonly label: string; readonly page: Embedded }[];
}

export interface Asked {
  readonly params: Params;
  readonly version: string;
  /** Bytes that the search keeps at most. */
  readonly memoryMaxBytes: number;
  readonly onProgress: (progress: Progress) => void;
}

/** Rejects with a SystemError for a fault of the model. */
export async function judged(
  system: System,
  { params, version, memoryMaxBytes, onProgress }: Asked,
): Promise<Judged> {
  const report: Report = await check(system, { memoryMaxBytes, onProgress });
  const title = [
    system.name,
    ...Object.entries(params).map(([key, value]) => `${key}=${String(value)}`),
  ].join(' ');
  const of = explorer(system, plainStory);
  const shown = systemShown(of, plainStory, title, []);
  const pageOf = (trace: Trace | null, property?: string): Embedded => {
    const end = trace === null ? of.initial() : of.open(trace);
    const path = of.path(end);
    return {
      schema: 'nosplit.page/1',
      version,
      isServed: false,
      spec: { base: { kind: 'own', title, params }, changes: [] },
      system: shown,
      run: runShown(of, plainStory, end, { property, loop: trace?.loop }),
      details: path.map((node, step) =>
        step === path.length - 1 ? detailsShown(of, plainStory, node) : null,
      ),
      words: [
        '--model',
        'model.ts',
        ...Object.entries(params).flatMap(([key, value]) => ['--set', `${key}=${String(value)}`]),
      ],
      golden: null,
      functions: {},
      others: [],
    };
  };
  const violated = report.violations.flatMap(({ property, trace }) =>
    trace === null ? [] : [{ label: `${property} is violated`, page: pageOf(trace, property) }],
  );
  const reached = report.properties.flatMap(({ property, witness }) =>
    witness?.trace == null ? [] : [{ label: `${property} is reached`, page: pageOf(witness.trace) }],
  );
  const runs = [...violated, ...reached];
  return {
    verdict: report.verdict,
    sentence: sentenceOf(report),
    counts: countsOf(report),
    properties: report.properties.map(({ property, kind, verdict }) => ({ property, kind, verdict })),
    runs: runs.length > 0 ? runs : [{ label: 'The initial state', page: pageOf(null) }],
  };
}

function sentenceOf({ verdict, limit, violations, properties, distinct }: Report): string {
  const [first] = violations;
  if (verdict === 'violated' && first !== undefined) return `${first.property} is violated ${wayOf(first)}`;
  if (verdict === 'exhausted')
    return `The ${limit ?? ''} limit ended the search before the end. Nothing was violated so far`;
  return `${properties.length === 1 ? 'The property holds' : `All ${properties.length} properties hold`} in every reachable state${
    properties.some(({ fairness }) => fairness !== undefined) ? ' and run' : ''
  }, of which there ${distinct === 1 ? 'is one' : `are ${distinct.toLocaleString('en')}`}`;
}

const steps = (count: number): string => (count === 1 ? '1 step' : `${count} steps`);

function wayOf({ steps: length, trace }: Violation): string {
  if (length === null || trace === null) return 'because no state reaches it';
  const { loop } = trace;
  if (loop === undefined) return length === 0 ? 'in an initial state' : `after ${steps(length)}`;
  return loop === length
    ? `by staying for ever after ${steps(loop)}`
    : `by a loop of ${steps(length - loop)} after ${steps(loop)}`;
}

const countsOf = ({ generated, distinct, left, diameter, elapsedMs }: Report): string =>
  [
    `${generated.toLocaleString('en')} states generated`,
    `${distinct.toLocaleString('en')} distinct`,
    `${left.toLocaleString('en')} left on the queue`,
    `diameter ${diameter}`,
    `${Math.ceil(elapsedMs)} ms`,
  ].join(', ');
