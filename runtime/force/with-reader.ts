/** A run in which the reader takes a buffer, and then takes it again. */
import { stepper, traceThrough } from '../../checker/index.ts';
import type { Trace } from '../../checker/index.ts';
import { passagesIn } from '../../model/index.ts';
import type { Instruction, Passage } from '../../model/index.ts';
import { wholeSystem } from './real-system.ts';
import { passings } from './run.ts';
import type { ProgramsOfRun } from './run.ts';

export interface FoundRun extends ProgramsOfRun {
  readonly trace: Trace;
}

const STEPS_MAX = 20;

/**
 * The same run, and on from there: the reader takes the buffer that the section inside the growth has queued as soon as it is queued, and
 * again once a stop has flushed. Then the list of free buffers has it twice, and StopTrace frees it twice.
 */
export function withReader({ trace, ...of }: FoundRun): FoundRun {
  const run = { ...of, bounds: { ...of.bounds, stop: true } };
  const system = wholeSystem(run);
  const passed = passagesIn(run.programs, run.bounds, { name: 'a tree', granularity: run.granularity });
  const walk = stepper(system);
  const enabled = new Uint16Array(walk.steps.length);
  const path: number[] = [];
  const take = (instance: number): void => {
    walk.take(instance);
    path.push(instance);
  };
  /** Takes the steps of a thread until one passes such an instruction. */
  const goOn = (process: string, is: (one: Instruction) => boolean): void => {
    for (let left = STEPS_MAX; left > 0; left--) {
      const before = walk.plain(walk.state);
      const own = [...enabled.subarray(0, walk.enabled(enabled))].flatMap((instance) => {
        const step = walk.steps[instance];
        const isOwn =
          step !== undefined &&
          step.action !== 'StackGrowth' &&
          system.actions[step.action]?.process(step.params) === process;
        return isOwn ? [{ instance, passages: passed(step, before) }] : [];
      });
      const last = own.find(({ passages }) => passages.some(({ one }) => is(one)));
      const next = last ?? own[0];
      if (next === undefined) break;
      take(next.instance);
      if (last !== undefined) return;
    }
    throw new Error(`${process} does not go on as it should`);
  };
  const reads = (): void => {
    goOn('reader', (one) => one.op === 'call' && one.name === 'pop');
  };
  const queued = passings({ ...of, trace }).findLastIndex(({ passages }) => passages.some(queues));
  walk.reset();
  for (const [index, step] of trace.steps.entries()) {
    take(walk.steps.findIndex((one) => isSame(one, step)));
    if (index === queued) reads();
  }
  goOn('M0', isStore('traceRelease'));
  // It stops, and neither advances nor starts.
  goOn('advancer', isStore('traceAdvance', 'trace.shutdown'));
  goOn('advancer', isStore('traceAdvance', 'trace.flushedGen'));
  reads();
  return { ...run, trace: traceThrough(system, { root: 0, instances: path }) };
}

const queues = ({ kind, one }: Passage): boolean =>
  kind === 'growth' && one.op === 'call' && one.name === 'push';

/** A store, or what adds to a counter, in a function; to that place, where one is named. */
const isStore =
  (fn: string, place?: string) =>
  (one: Instruction): boolean =>
    one.fn === fn &&
    (one.op === 'store' || one.op === 'add') &&
    (place === undefined ? /trace\.(?:writing|seqlock)$/.test(one.to.place) : one.to.place === place);

interface Named {
  readonly action: string;
  readonly params: object;
}

/** Whether two are the same step of a system. */
export const isSame = (one: Named, other: Named): boolean =>
  one.action === other.action && JSON.stringify(one.params) === JSON.stringify(other.params);
