/** The matchers of `nosplit/vitest`, which know nothing of vitest. */
import { checkWith, isSystem } from '../checker/index.ts';
import type { CheckOptions, CheckSettings, RecordField, Report, System, View } from '../checker/index.ts';
import { format } from '../cli/reporters/format.ts';

/** The names of the properties of the system that `expect` was given. */
export type ExpectedProperty<T> = T extends System ? keyof T['properties'] & string : never;
/** Its states, as guards and properties read them. */
export type ExpectedView<T> = T extends System<infer S> ? View<S> : never;

/** The options of the search. */
export type HoldOptions<T> = CheckOptions<ExpectedProperty<T>>;
/** The options of the search, and how long the trace is expected to be. */
export type TraceOptions<T> = CheckOptions<ExpectedProperty<T>> & { readonly steps?: number };

/** What a matcher answers. */
export interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

type Options = CheckSettings & { readonly steps?: number };

/** Rejects where a bound ended the search before anything was decided. */
export async function toHold(received: unknown, options: Options = {}): Promise<Matched> {
  const system = systemIn('toHold', received);
  const report = await searched(system, options);
  return {
    pass: report.verdict === 'holds',
    message: () =>
      report.verdict === 'holds'
        ? `${system.name} holds, and is expected not to:\n\n${told(report)}`
        : `${system.name} is expected to hold:\n\n${told(report)}`,
  };
}

/** Rejects where a bound ended the search before the property was decided. */
export async function toViolate(
  received: unknown,
  property: string,
  options: Options = {},
): Promise<Matched> {
  const system = systemIn('toViolate', received);
  const { steps, ...search } = options;
  const report = await searched(system, { ...search, properties: [property] });
  const [violation] = report.violations;
  const length = violation?.steps ?? null;
  return matched(report, {
    pass: violation !== undefined && (steps === undefined || steps === length),
    expected: `${system.name} is expected to violate ${property}`,
    found: violation !== undefined,
    ...{ steps, length },
  });
}

const GOAL = 'Goal';

/** Rejects where a bound ended the search before the situation was reached. */
export async function toReach(
  received: unknown,
  goal: string | ((state: never) => boolean),
  options: Options = {},
): Promise<Matched> {
  const { steps, ...search } = options;
  const given = systemIn('toReach', received);
  const name = typeof goal === 'string' ? goal : GOAL;
  const system: System =
    typeof goal === 'string'
      ? given
      : // Sound because the function is asked about states of this system, as its type has it where it is given.
        {
          ...given,
          properties: {
            [GOAL]: { kind: 'sometimes', reached: goal as (state: View<RecordField>) => boolean },
          },
        };
  const { kind } = (Object.hasOwn(system.properties, name) ? system.properties[name] : undefined) ?? {};
  if (kind !== undefined && kind !== 'sometimes')
    throw new TypeError(
      `toReach: ${name} is a claim of kind ${kind}; give a \`sometimes\`, or a function of the state`,
    );
  const report = await searched(system, { ...search, properties: [name] });
  const witness = report.properties[0]?.witness;
  const length = witness?.steps ?? null;
  return matched(report, {
    pass: witness !== undefined && (steps === undefined || steps === length),
    expected: `${system.name} is expected to reach ${typeof goal === 'string' ? name : 'such a state'}`,
    found: witness !== undefined,
    ...{ steps, length },
  });
}

interface Judged {
  readonly pass: boolean;
  /** A clause that says what is expected, without the length. */
  readonly expected: string;
  readonly found: boolean;
  readonly steps: number | undefined;
  readonly length: number | null;
}

function matched(report: Report, { pass, expected, found, steps, length }: Judged): Matched {
  const within = steps === undefined ? '' : ` in ${String(steps)} steps`;
  return {
    pass,
    message: () => {
      if (pass)
        return `${expected.replace('is expected to', 'is expected not to')}${within}:\n\n${told(report)}`;
      const other = found && length !== null ? `, and the shortest trace has ${String(length)}` : '';
      return `${expected}${within}${other}:\n\n${told(report)}`;
    },
  };
}

async function searched(system: System, settings: CheckSettings): Promise<Report> {
  const report = await checkWith(system, settings);
  if (report.verdict === 'exhausted')
    throw new Error(`nothing is decided of ${system.name}: ${told(report)}`.trimEnd());
  return report;
}

const told = (report: Report): string => format(report, { brief: true }).trimEnd();

function systemIn(matcher: string, received: unknown): System {
  if (isSystem(received)) return received;
  throw new TypeError(`${matcher}: expect is given no system; make one with over(state).system`);
}
