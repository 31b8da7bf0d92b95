/** Bugs that a schedule can force, and the counterexample for each: found by a search of the tree's own design. */
import { check, stepper, traceThrough } from '../../checker/index.ts';
import type { Action, Params, Step, System, Trace, View } from '../../checker/index.ts';
import { boundsNamed, tracer } from '../../model/index.ts';
import type { Bounds, Design, TracerSchema } from '../../model/index.ts';

interface Claim {
  readonly what: string;
  readonly property: string;
}

/** A bug of the core, whose bounds are made for the schedule. */
interface CoreBug extends Claim {
  readonly eventsPerBuffer: number;
  readonly stops: boolean;
  /** Where the stack grows: on the way to writer(), or in refill(). The program's sections have no other prologue. */
  readonly growsAt: 'section' | 'refill';
  /** Whether the reader takes the buffer before it is queued again, and after: then StopTrace frees it twice. */
  readonly readerTakes: boolean;
}

/** A bug of Ps or system calls. */
interface ProcBug extends Claim {
  /** Bounds by their name. */
  readonly config: string;
}

export type Bug = CoreBug | ProcBug;

/** By the name of the report, as `reproduce` takes it. */
export const bugs: Readonly<Record<string, readonly Bug[]>> = {
  A: [
    {
      what: 'a buffer is lost',
      property: 'NoLostBuffer',
      eventsPerBuffer: 3,
      stops: false,
      growsAt: 'refill',
      readerTakes: false,
    },
    {
      what: 'a buffer is queued again after the reader took it',
      property: 'NoBufferQueuedTwice',
      eventsPerBuffer: 2,
      stops: false,
      growsAt: 'refill',
      readerTakes: true,
    },
  ],
  B0: [
    {
      what: 'a nested section that finds tracing off leaves its lock and its flag',
      property: 'LocksZeroOutside',
      eventsPerBuffer: 3,
      stops: true,
      growsAt: 'section',
      readerTakes: false,
    },
  ],
  B1: [
    {
      what: 'a nested section is in the next generation',
      property: 'OneGenerationPerOuterSection',
      eventsPerBuffer: 3,
      stops: false,
      growsAt: 'section',
      readerTakes: false,
    },
  ],
  F10: [
    {
      what: 'a P that died while a generation began goes on with old numbers',
      property: 'SequenceContiguous',
      config: 'procs-tiny',
    },
    {
      what: 'a P that died while a generation began counts as one with a status',
      property: 'StatusPrecedesEvents',
      config: 'procs-small',
    },
  ],
  F11: [
    {
      what: 'a P is stolen from a system call of the next generation',
      property: 'SequenceContiguous',
      config: 'syscalls-small',
    },
  ],
  F13: [
    {
      what: 'a P that died between two traces goes on with old numbers',
      property: 'SequenceContiguous',
      config: 'procs-restart',
    },
  ],
};

/**
 * The shortest counterexample of the design; null where the property holds. Without a stop where none is needed, because a real M writes in
 * a generation before it ends, and with room for several events, because a real buffer has it.
 */
export async function counterexampleOf(bug: Bug, design: Design): Promise<Trace | null> {
  if ('config' in bug) {
    const system = tracer(design, boundsNamed(bug.config));
    return (await check(system, { properties: [bug.property] })).violations[0]?.trace ?? null;
  }
  const { property, eventsPerBuffer, stops, growsAt, readerTakes } = bug;
  const bounds: Bounds = {
    ...boundsNamed('tiny'),
    name: 'forced',
    programs: [{ sections: 3, growths: 1 }],
    stop: stops,
    runs: false,
    eventsPerBuffer,
  };
  const { violations } = await check(growing(tracer(design, bounds), growsAt), { properties: [property] });
  const trace = violations[0]?.trace ?? null;
  return trace !== null && readerTakes ? withReader(design, bounds, trace) : trace;
}

/**
 * The same run, and on from there: the reader takes the buffer that the section inside the growth has queued as soon as it is queued, and
 * again once the stop has flushed. Then the list of free buffers has it twice, and StopTrace frees it twice.
 */
function withReader(design: Design, bounds: Bounds, { steps }: Trace): Trace {
  const system = tracer(design, { ...bounds, stop: true });
  const instances = stepper(system).steps;
  const numberOf = ({ action, params }: Pick<Step, 'action' | 'params'>): number =>
    instances.findIndex(
      (one) =>
        one.action === action && Object.entries(one.params).every(([name, value]) => params[name] === value),
    );
  const queued = steps.findLastIndex(({ action, params }) => action === 'Refill' && params['depth'] === 1);
  const taken = { action: 'ReaderTake', params: { m: 0 } };
  const outer = { m: 0, depth: 0 };
  const rest = [
    ...['EventFirstUnit', 'EventSecondUnit', 'End', 'Release', 'StopStoreGen', 'StopClearEnabled'],
    ...['AdvanceSnapshot', 'AdvanceReadFlag', 'AdvanceFlush', 'AdvanceFlushedGen'],
  ].map((action) => ({ action, params: outer }));
  const all = [
    ...steps.toSpliced(queued + 1, 0, { ...taken, process: '', changes: [], state: {} }),
    ...rest,
    taken,
  ];
  return traceThrough(system, { root: 0, instances: all.map(numberOf) });
}

/** The system in which a stack grows there alone. */
function growing(system: System<TracerSchema>, phase: CoreBug['growsAt']): System<TracerSchema> {
  const growth: Action<TracerSchema> | undefined = system.actions['StackGrowth'];
  if (growth === undefined) return system;
  const there = (state: View<TracerSchema>, { m }: Params): boolean =>
    state.m.at(Number(m)).stack.at(0).phase === phase;
  const guard = [...growth.guard, { name: 'thePhase', holds: there }];
  return { ...system, actions: { ...system.actions, StackGrowth: { ...growth, guard } } };
}
