/** What `nosplit emit-test` is given, made one thing: steps, the model that takes them, and the reference's design beside it. */
import { stepper, traceThrough } from '../../checker/index.ts';
import type { Json, RecordField, Stepper, System } from '../../checker/index.ts';
import { freeNames, likeSteps, stepsIn, systemOf, textOfStep } from '../../conformance/index.ts';
import { boundsNamed, designs, refined } from '../../model/index.ts';
import type { ProgramParams } from '../../model/index.ts';
import type { RetraceOptions } from '../traces/retrace.ts';
import { retrace } from '../traces/retrace.ts';
import { UsageError } from '../errors.ts';
import { select, selectors } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import { designDefault, configDefault, designIn } from '../selection/tracer.ts';
import type { World } from '../world.ts';
import { boundsToCompare } from './bounds.ts';
import type { ComparedSteps } from './disagreed.ts';
import { readDisagreed } from './disagreed.ts';
import { titleOf } from './document.ts';

export interface Scheduled extends Omit<ComparedSteps, 'design'> {
  readonly system: System;
  /** For people: `design 1.26 at small`. */
  readonly title: string;
  /** What follows the given text on a command line that selects the same again. */
  readonly words: readonly string[];
  /** The parameters of tracerOf; null where the steps are about model and reference alike. */
  readonly params: Json | null;
  /** A model of the user's, by its file or the name of an example; left out of the tracer's. */
  readonly own?: { readonly model: string; readonly params: Json };
  /** The reference's design that says what the model's says; null where there is none. */
  readonly design: string | null;
  /** The programs that coarse steps are of; left out of fine steps, which the reference takes, and where there are no programs. */
  readonly coarse?: ProgramParams;
}

export interface ScheduledOptions extends RetraceOptions {
  readonly debug?: true | undefined;
}

/** Steps are told from the id of a trace and from a path by beginning with a function and its line, or with an action's capital letter. */
const isSteps = (given: string): boolean =>
  /^\s*([A-Z]\w+(:\d+)*|\w+(\.\w+)*:\d+(:\d+)*)([\s,]|$)/.test(given);

/** Throws a UsageError or a SystemError for what is no schedule, and for options that do not fit it. */
export async function scheduled(
  given: string,
  config: string | undefined,
  options: ScheduledOptions,
  world: World,
): Promise<Scheduled> {
  if (isSteps(given)) {
    const debug = options.debug === true;
    const isFree = config !== undefined && freeNames.has(config);
    if (!debug && !isFree) {
      // The reference takes fine steps.
      const cut = options.model === undefined ? { granularity: 'fine' as const } : {};
      const selection = await select(config, { ...cut, ...options }, world);
      return ofModel(selection, stepsOf(given, selection.system));
    }
    takesOnlyDesign(debug ? '--debug' : `config ${config ?? ''}`, options);
    const { design = designDefault() } = options;
    const compared = ofBoth({ design, debug, config: config ?? configDefault, schedule: [] });
    return {
      ...compared,
      schedule: stepsOf(given, compared.system),
      words: [compared.config, '--design', design, ...(debug ? ['--debug'] : [])],
    };
  }
  if (options.debug === true)
    throw new UsageError('--debug is for steps; a report of conform says itself what was built with it');
  const compared = readDisagreed(given, options.design, world.cwd);
  if (compared === null) {
    const { trace, selection } = await retrace(given, config, options, world);
    return ofModel(selection, trace.steps.map(textOfStep));
  }
  takesOnlyDesign('a report of conform', options);
  if (config !== undefined)
    throw new UsageError(`a report of conform has its bounds already; leave out ${config}`);
  return { ...ofBoth(compared), words: options.design === undefined ? [] : ['--design', options.design] };
}

function stepsOf(given: string, system: System): readonly string[] {
  const texts = new Set(stepper(system).steps.map(textOfStep));
  return stepsIn(given, (text) => texts.has(text));
}

/** The invariants that the last state violates. Throws a UsageError at a step that is not enabled. */
export const violatedAfter = (steps: Scheduled): readonly string[] => walked(steps).walk.violated();

/** The schedule in fine steps, which the reference takes. Throws a UsageError at a step that is not enabled. */
export function inFineSteps(steps: Scheduled): readonly string[] {
  const { system, coarse, schedule } = steps;
  if (coarse === undefined) return schedule;
  const { programs, bounds, name, files } = coarse;
  const trace = traceThrough(system, { root: 0, instances: walked(steps).instances });
  try {
    return refined(programs, boundsNamed(bounds), { name, files }, trace).map(textOfStep);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${error.message}; take a trace of check --granularity fine`);
  }
}

/** Where the schedule ends, and the instances that it takes. */
function walked({ system, schedule, title }: Scheduled): {
  readonly walk: Stepper<RecordField>;
  readonly instances: readonly number[];
} {
  const walk = stepper(system);
  const texts = walk.steps.map(textOfStep);
  walk.reset();
  const instances = schedule.map((step) => {
    const instance = texts.indexOf(step);
    if (instance === -1 || !walk.isEnabled(instance))
      throw new UsageError(
        instance === -1
          ? `${step} is no step of ${title}; ${likeSteps(step)}`
          : `${step} is not enabled in its turn of ${title}; leave it out, or take what must come before it`,
      );
    walk.take(instance);
    return instance;
  });
  return { walk, instances };
}

function takesOnlyDesign(what: string, options: ScheduledOptions): void {
  const wrong = [...selectors, 'set' as const, 'property' as const].find(
    (name) => name !== 'design' && options[name] !== undefined,
  );
  if (wrong !== undefined)
    throw new UsageError(`${what} goes with a design of the reference alone; leave out --${wrong}`);
}

function ofModel(
  { system, subject, module, title, words, programs }: Selection,
  schedule: readonly string[],
): Scheduled {
  if (subject.kind === 'model') {
    const own = { model: subject.model, params: module.params ?? {} };
    return { system, title, words, params: null, design: null, debug: false, config: '', schedule, own };
  }
  const { config } = subject;
  if (subject.programs === true) {
    if (subject.kind === 'go')
      throw new UsageError(
        `a test imports what the package has in itself, and not the steps of ${title}; take the trace of a design`,
      );
    const { granularity = 'fine' } = subject;
    const of = subject.kind === 'design' ? subject.design : { mutant: subject.mutant };
    const design = typeof of === 'string' ? of : null;
    const params = { design: of, bounds: config, granularity };
    const steps = { system, title, words, params, design, debug: false, config, schedule };
    return granularity === 'coarse' && programs !== undefined ? { ...steps, coarse: programs } : steps;
  }
  const isDesign = subject.kind === 'design';
  const params = isDesign ? { design: subject.design, bounds: config } : (module.params ?? {});
  const design = isDesign ? subject.design : subject.kind === 'go' ? sameDesign(module.params) : null;
  return { system, title, words, params, design, debug: false, config, schedule };
}

/** Throws a UsageError for a design or bounds that do not exist, or in which the two are not compared. */
function ofBoth(compared: ComparedSteps): Omit<Scheduled, 'words'> {
  const { design, debug, config } = compared;
  designIn(design);
  const system = systemOf({ design, debug, bounds: boundsToCompare(config) });
  return { ...compared, system, title: titleOf(compared, config), params: null };
}

/** The embedded design with the same facts as that of a Go tree. */
function sameDesign(params: unknown): string | null {
  const facts = (design: object): string =>
    JSON.stringify(
      Object.entries(design)
        .filter(([key]) => key !== 'name' && key !== 'title')
        .toSorted(),
    );
  const given = typeof params === 'object' && params !== null && 'design' in params ? params.design : null;
  if (typeof given !== 'object' || given === null) return null;
  return Object.values(designs).find((one) => facts(one) === facts(given))?.name ?? null;
}
