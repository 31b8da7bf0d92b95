/** Bugs that a schedule can force, and the counterexample for each: found by a search of the tree's own design. */
import { check, stepper, traceThrough } from '../../checker/index.ts';
import type { Step, System, Trace } from '../../checker/index.ts';
import { boundsNamed, tracer } from '../../model/index.ts';
import type { Bounds, Design, TracerSchema } from '../../model/index.ts';

export interface Bug {
  readonly what: string;
  readonly property: string;
  readonly eventsPerBuffer: number;
  /** Whether the reader takes the buffer before it is queued again: then the real list is damaged at once. */
  readonly readerTakes: boolean;
}

/** By the name of the report, as `reproduce` takes it. */
export const bugs: Readonly<Record<string, readonly Bug[]>> = {
  A: [
    {
      what: 'a buffer is lost',
      property: 'NoLostBuffer',
      eventsPerBuffer: 3,
      readerTakes: false,
    },
    {
      what: 'a buffer is queued again after the reader took it',
      property: 'NoBufferQueuedTwice',
      eventsPerBuffer: 2,
      readerTakes: true,
    },
  ],
  B1: [
    {
      what: 'a nested section is in the next generation',
      property: 'OneGenerationPerOuterSection',
      eventsPerBuffer: 3,
      readerTakes: false,
    },
  ],
};

/**
 * The shortest counterexample of the design; null where the property holds. Without a stop, because a real M writes in a generation
 * before it ends, and with room for several events, because a real buffer has it.
 */
export async function counterexampleOf(
  { property, eventsPerBuffer, readerTakes }: Bug,
  design: Design,
): Promise<Trace | null> {
  const bounds: Bounds = {
    ...boundsNamed('tiny'),
    name: 'forced',
    programs: [{ sections: 3, growths: 1 }],
    stop: false,
    runs: false,
    eventsPerBuffer,
  };
  const system = tracer(design, bounds);
  const { violations } = await check(system, { properties: [property] });
  const trace = violations[0]?.trace;
  if (trace === undefined || trace === null || !readerTakes) return trace ?? null;
  return withReader(system, trace);
}

/** The same run, in which the reader takes the buffer that the section inside the growth has queued, as soon as it is queued. */
function withReader(system: System<TracerSchema>, { steps }: Trace): Trace {
  const taken: Step = { action: 'ReaderTake', params: { m: 0 }, process: '', changes: [], state: {} };
  const instances = stepper(system).steps;
  const numberOf = (step: Pick<Step, 'action' | 'params'>): number =>
    instances.findIndex(
      ({ action, params }) =>
        action === step.action &&
        Object.entries(params).every(([name, value]) => step.params[name] === value),
    );
  const queued = steps.findLastIndex(({ action, params }) => action === 'Refill' && params['depth'] === 1);
  return traceThrough(system, { root: 0, instances: steps.toSpliced(queued + 1, 0, taken).map(numberOf) });
}
