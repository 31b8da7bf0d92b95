/**
 * A run in coarse steps as one in fine steps: each thread does the same, and the threads take turns in the same order.
 *
 * A coarse step may end where no fine one does, when it has done some accesses that move either way. The fine step that does these is
 * then taken when its thread goes on, and nobody else can tell (granularity.ts).
 */
import { stepper } from '../../../checker/index.ts';
import type { Json, StepView, Trace } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';
import type { Granularity } from '../places/granularity.ts';
import { accessOf } from '../language/program.ts';
import type { Instruction, Programs } from '../language/program.ts';
import { passagesIn } from './ran.ts';
import type { Passage } from './ran.ts';
import { programSystem } from '../system.ts';
import type { ProgramOptions } from '../system.ts';

/** What a thread does in a step, or has yet to do, in order. */
interface Deed {
  readonly thread: string;
  readonly does: readonly string[];
}

const isPrefix = (one: readonly string[], of: readonly string[]): boolean =>
  one.every((what, index) => what === of[index]);

/** Throws a RangeError where the run is none in coarse steps of these programs and bounds. */
export function refined(
  programs: Programs,
  bounds: Bounds,
  options: Omit<ProgramOptions, 'granularity' | 'ran'>,
  { initial, steps }: Pick<Trace, 'initial' | 'steps'>,
): readonly StepView[] {
  const deedsIn = (granularity: Granularity): ((step: StepView, before: Json) => Deed) => {
    const passages = passagesIn(programs, bounds, { ...options, granularity });
    return (step, before) => deedOf(step, passages(step, before));
  };
  const [coarse, fine] = [deedsIn('coarse'), deedsIn('fine')];
  const walk = stepper(programSystem(programs, bounds, { ...options, granularity: 'fine' }));
  walk.reset();
  const enabled = new Uint16Array(walk.steps.length);
  const candidates = (thread: string): { step: StepView; instance: number; does: Deed['does'] }[] => {
    const before = walk.plain(walk.state);
    return [...enabled.subarray(0, walk.enabled(enabled))].flatMap((instance) => {
      const step = walk.steps[instance];
      const deed = step && fine(step, before);
      return step && deed?.thread === thread ? [{ step, instance, does: deed.does }] : [];
    });
  };
  /** By thread, what coarse steps have done and fine steps have yet to do. */
  const ahead = new Map<string, Deed['does']>();
  const taken: StepView[] = [];
  let before: Json = initial;
  for (const step of steps) {
    const { thread, does } = coarse(step, before);
    let due = [...(ahead.get(thread) ?? []), ...does];
    while (due.length > 0) {
      const next = candidates(thread).find((one) => isPrefix(one.does, due));
      if (next === undefined) break;
      walk.take(next.instance);
      taken.push(next.step);
      due = due.slice(next.does.length);
    }
    ahead.set(thread, due);
    before = step.state;
  }
  for (const [thread, due] of ahead)
    if (due.length > 0 && !candidates(thread).some(({ does }) => isPrefix(due, does)))
      throw new RangeError(`what ${thread} does in the run, it does in no fine steps: ${due.join(', ')}`);
  return taken;
}

/** What does nothing is left out: places that are one may differ in it, and a step asks a condition once. */
function deedOf({ action, params }: StepView, passages: readonly Passage[]): Deed {
  const index = Number(params['m'] ?? params['slot'] ?? 0);
  const [first] = passages;
  // A stack that grows passes no instruction.
  if (first === undefined) return { thread: `${action} ${index}`, does: [action] };
  const does = passages.flatMap(({ one, option }) => (isNothing(one) ? [] : [`${wordsOf(one)} ${option}`]));
  return { thread: `${first.kind} ${index}`, does };
}

const isNothing = ({ op }: Instruction): boolean => op === 'jump' || op === 'entry' || op === 'branch';

const wordsOf = (one: Instruction): string =>
  `${one.op} ${accessOf(one)?.place ?? (one.op === 'call' ? one.name : '')}`;
