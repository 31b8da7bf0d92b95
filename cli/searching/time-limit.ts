/**
 * The --time of a check, where a function of the model need not return: what is said then was put together beforehand, from the
 * counts known by then, and somebody else ends the command.
 */
import type { CheckOptions, Progress, Report, System, Verdict } from '../../checker/index.ts';
import { bool, plainStory, record } from '../../checker/index.ts';
import { oneLine } from '../errors.ts';
import { exitOf } from '../exit-codes.ts';
import { layoutOf } from '../output.ts';
import type { Format } from '../reporters/render.ts';
import { render } from '../reporters/render.ts';
import { verdictLine } from '../reporters/verdict.ts';
import { painter } from '../reporters/words.ts';
import type { Selection } from '../selection/selection.ts';
import type { LastWords, World } from '../world.ts';

export interface Limited {
  readonly time?: number | undefined;
  readonly model?: string | undefined;
  readonly workers: number;
  readonly dfs?: true | undefined;
  readonly format: Format;
  readonly quiet?: true | undefined;
  readonly out?: string | undefined;
}

export interface TimeLimit {
  selected(selection: Selection): void;
  /** What is left for the search. */
  left(): Pick<CheckOptions, 'timeMaxMs'>;
  goesOn(progress: Progress): void;
  ended(): void;
}

const unlimited: TimeLimit = {
  selected: () => undefined,
  left: () => ({}),
  goesOn: () => undefined,
  ended: () => undefined,
};

/** Between two renderings of what would be said, which take a twentieth of the time at most. */
const renewMs = 100;
const renewCosts = 20;
/** After a search the model's functions are only asked again, and what is built takes its time. */
const buildingMs = 10_000;
/** The last checkpoint of a large search takes its time, too, and the search would be lost without it. */
const writingMs = 300_000;

/** The time begins here where a module is about to be loaded, else where the system was selected. */
export function timeLimit(
  options: Limited,
  about: {
    readonly reproduce: (selection: Selection) => readonly string[];
    readonly kept: readonly string[];
  },
  world: World,
): TimeLimit {
  const { time, model } = options;
  if (time === undefined) return unlimited;
  let startedMs = world.now();
  let [renewMsNow, renewedMs, violated] = [renewMs, -Infinity, 0];
  let selection: Selection | null = null;
  const leftMs = (): number => Math.max(0, time - (world.now() - startedMs));
  const say = (one: Selection, progress: Progress | null): LastWords => {
    const { format, quiet = false, out, workers, dfs } = options;
    const report = reportSoFar(one.system, progress, workers, dfs === true);
    const asked = { selection: one, confirmation: null, reproduce: about.reproduce(one) };
    const text = render(report, asked, { format, quiet, out: layoutOf(out, world) }) ?? '';
    const verdict = verdictLine(report, { paint: painter(world.stdout.colour), selection: one });
    const where = progress === null ? 'before the search began' : `while ${progress.doing}`;
    return {
      exit: exitOf(report),
      text: about.kept.join('') + text,
      out,
      beside: out === undefined ? '' : `${verdict}\n`,
      stderr: oneLine(
        `${one.title}: the time was over ${where}, and a function of the model did not return; the report has what was known by then`,
      ),
    };
  };
  if (model !== undefined) world.endAfter(time, say(notLoaded(model), null));
  return {
    selected(one) {
      selection = one;
      if (model === undefined) startedMs = world.now();
      world.endAfter(leftMs(), say(one, null));
    },
    left: () => ({ timeMaxMs: leftMs() }),
    goesOn(progress) {
      const now = world.now();
      const { doing } = progress;
      const isLate = doing === 'writing a checkpoint';
      if (selection === null) return;
      if (!isLate && now - renewedMs < renewMsNow && progress.violated.length === violated) return;
      const more = doing === 'building counterexamples' ? buildingMs : isLate ? writingMs : 0;
      world.endAfter(leftMs() + more, say(selection, progress));
      [renewedMs, violated] = [world.now(), progress.violated.length];
      renewMsNow = Math.max(renewMs, (renewedMs - now) * renewCosts);
    },
    ended() {
      if (selection !== null) world.endAfter(Infinity, say(selection, null));
    },
  };
}

/** Stands for a module that was not loaded yet. */
function notLoaded(model: string): Selection {
  const system: System = {
    name: model,
    state: record({ unknown: bool() }),
    initial: [{ unknown: false }],
    actions: {},
    properties: {},
  };
  return {
    system,
    module: { url: '' },
    subject: { kind: 'model', model, params: {} },
    title: model,
    words: ['--model', model],
    waivedAs: { system: model, config: '' },
    notes: [],
    facts: null,
    sources: null,
    story: plainStory,
  };
}

/** A report with the counts of the last progress; what each action did is not known. */
function reportSoFar(system: System, progress: Progress | null, workers: number, isDfs: boolean): Report {
  const { distinct = 0, generated = 0, queue = 0, depth = 0, bytes = 0, elapsedMs = 0 } = progress ?? {};
  const violated = progress?.violated ?? [];
  const verdict: Verdict = violated.length > 0 ? 'violated' : 'exhausted';
  return {
    schema: 'nosplit.report/1',
    system: system.name,
    verdict,
    limit: 'time',
    violations: violated.flatMap(({ property, steps }) => {
      const claim = system.properties[property];
      if (claim === undefined) return [];
      const { kind, source = null, otherwise = null } = claim;
      return [{ property, kind, source, otherwise, steps, trace: null }];
    }),
    generated,
    distinct,
    left: queue,
    diameter: distinct === 0 ? 0 : depth + 1,
    outDegree: { min: 0, mean: 0, max: 0 },
    stateBits: 0,
    stateWords: 0,
    bytesPerState: bytes / Math.max(1, distinct),
    elapsedMs,
    statesPerSecond: elapsedMs === 0 ? 0 : (distinct / elapsedMs) * 1000,
    workers,
    search: isDfs ? 'depth-first' : 'breadth-first',
    actions: [],
    properties: Object.entries(system.properties).map(([property, { kind }]) => ({
      property,
      kind,
      verdict: violated.some((one) => one.property === property) ? 'violated' : 'undecided',
      exercised: violated.some((one) => one.property === property) ? 1 : 0,
    })),
    leftOut: [],
    liveness: null,
    vacuity: null,
    symmetry: null,
  };
}
