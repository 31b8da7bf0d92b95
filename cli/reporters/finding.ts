/** A violation as machines report it: one title, one place, the steps. SARIF, annotations and JUnit are made of these. */
import type { ReportDocument } from './document.ts';
import type { LocatedViolation, Where } from './located.ts';
import { lassoLength } from './lasso.ts';
import { instanceName, plural } from './words.ts';

/** A report of one search: alone, or of a part of a Go tree. */
export interface Reported {
  /** `statuses`; null where the search is not of a part. */
  readonly part: string | null;
  /** `Go 1.26 at small`. */
  readonly title: string;
  readonly document: ReportDocument;
}

/** A part of a Go tree about which nothing is said. */
export interface Refused {
  readonly part: string;
  readonly why: string;
}

/** What a command found. */
export interface Found {
  readonly reports: readonly Reported[];
  readonly refused: readonly Refused[];
}

export interface Finding {
  readonly reported: Reported;
  readonly violation: LocatedViolation;
  /** `NoLostBuffer in 25 steps`. */
  readonly title: string;
  /** What breaks, and what would mend it, in sentences. */
  readonly message: string;
  /** Where a reader has to look first: what is to be changed, else the claim, else the last step. */
  readonly where: Where | null;
  /** Text of each step: `M0: EventEnsure: m[0].stack[0].phase event → refill`. */
  readonly steps: readonly string[];
}

export const findingsOf = (reports: readonly Reported[]): Finding[] =>
  reports.flatMap((reported) =>
    reported.document.violations.map((violation) => findingOf(violation, reported)),
  );

/** With a capital, unless it begins with a name of the code. */
const sentence = (text: string): string =>
  text.replace(/^(\p{Ll}(?=\p{Ll}+ )|a(?= ))/u, (letter) => letter.toUpperCase());

function findingOf(violation: LocatedViolation, reported: Reported): Finding {
  const { trace, cures, otherwise } = violation;
  const named = instanceName(violation);
  const length =
    trace?.loop === undefined
      ? violation.steps === null
        ? 'never reached'
        : `in ${plural(violation.steps, 'step')}`
      : `by ${lassoLength(trace)}`;
  const sentences = [
    `${reported.title}: ${named} ${violation.steps === null ? 'is ' : 'is violated '}${length}`,
    ...(otherwise === null ? [] : [sentence(otherwise)]),
    ...cures.map(({ sentence }) => sentence),
  ];
  const [cure] = cures;
  const atCure: Where | null =
    cure === undefined || cure.file === null
      ? null
      : { function: cure.function, file: cure.file, line: cure.line };
  return {
    reported,
    violation,
    title: `${named} ${length}`,
    message: sentences.join('. '),
    where: atCure ?? violation.where ?? trace?.steps.at(-1)?.where ?? null,
    steps: (trace?.steps ?? []).map((step) => {
      const changes = step.changes.map(({ path, before, after }) => `${path} ${before} → ${after}`);
      const params = Object.entries(step.params).map(([key, value]) => `${key}=${value}`);
      const what = changes.length === 0 ? 'changes nothing' : changes.join(', ');
      return `${step.process === '' ? '' : `${step.process}: `}${[step.action, ...params].join(' ')}: ${what}`;
    }),
  };
}
