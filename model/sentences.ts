/** What a step of the tracer's core does, in a sentence, and which sections an M is in. */
import type { Json, Step } from '../checker/index.ts';
import type { Design } from './design.ts';
import { writePath } from './design.ts';
import { at, numberOfM } from './plain.ts';

/** An M's sections, the outermost first; a stack growth stands between the outer and the nested one. */
export function nesting(state: Json, process: string): readonly string[] {
  const m = numberOfM(process);
  if (m === null || at(state, 'm', m, 'stack') === undefined) return [];
  const phase = (depth: number): string => String(at(state, 'm', m, 'stack', depth, 'phase'));
  return [
    ...(phase(0) === 'out' ? [] : ['outer']),
    ...(phase(2) === 'out' || phase(2) === 'undefined' ? [] : ['snapshot']),
    ...(at(state, 'm', m, 'growing') === 'no' ? [] : ['growth']),
    ...(['out', 'start', 'undefined'].includes(phase(1)) ? [] : ['nested']),
  ];
}

/** What a sentence needs of the step. */
interface Seen {
  readonly step: Step;
  readonly before: Json;
  readonly design: Design;
  /** `outer` or `nested`: whose section it is. */
  readonly section: string;
  readonly m: number;
  /** A part of the M before and after the step. */
  readonly was: (...path: readonly (string | number)[]) => unknown;
  readonly is: (...path: readonly (string | number)[]) => unknown;
}

/** null for an action that its own name tells. */
export function tellStep(step: Step, before: Json, design: Design): string | null {
  const m = Number(step.params['m'] ?? 0);
  const depth = Number(step.params['depth'] ?? 0);
  const seen: Seen = {
    step,
    before,
    design,
    m,
    section: ['outer', 'nested', 'snapshot'][depth] ?? 'outer',
    was: (...path) => at(before, 'm', m, ...path),
    is: (...path) => at(step.state, 'm', m, ...path),
  };
  return sentences[step.action]?.(seen, depth) ?? null;
}

const gens = (state: Json): number => Number(at(state, 'trace', 'gen'));
const name = (buf: unknown): string => (Number(buf) === 0 ? 'no buffer' : `buffer ${String(buf)}`);

const sentences: Readonly<Record<string, (seen: Seen, depth: number) => string | null>> = {
  StartEnable: () => 'StartTrace enables tracing while the world is stopped.',
  StartPublish: ({ step }) => `StartTrace publishes generation ${gens(step.state)}.`,
  AcquireOuter: ({ m }) => `M${m} begins a section.`,
  AcquireNested: ({ was }) =>
    `The growth's stack${was('growing') === 'free' ? 'free' : 'alloc'} begins a section of its own.`,
  AcquireDisabled: ({ was }) =>
    `Tracing is disabled by now, so the growth's stack${was('growing') === 'free' ? 'free' : 'alloc'} traces nothing.`,
  AcquireFlagDown: ({ section }) => `The ${section} section finds the flag down.`,
  AcquireSetFlag: ({ section }) => `The ${section} section raises the flag, which keeps traceAdvance out.`,
  AcquireReentrant: ({ design }) =>
    `The flag is up: the nested section ${design.reentry === 'reload' ? 'will load trace.gen again' : 'uses the generation of the outer one'}.`,
  AcquireReload: ({ step, was, is }, depth) => {
    const [outer, own] = [Number(was('stack', 0, 'gen')), gens(step.state)];
    if (own === 0)
      return 'The nested section loads generation 0 and gives up; what it counted stays counted.';
    return own === outer || Number(is('stack', depth, 'gen')) === outer
      ? `The nested section loads generation ${own}, as its outer one did.`
      : `The nested section loads generation ${own}; its outer one is of generation ${outer}.`;
  },
  AcquireDropped: () => 'The flag is up: the nested section gives up, and its event is lost.',
  AcquireLoadGen: ({ step, section }) =>
    gens(step.state) === 0
      ? `The ${section} section loads generation 0: tracing is over.`
      : `The ${section} section loads generation ${gens(step.state)}.`,
  AcquireUndo: ({ section }) => `The ${section} section takes its flag down again.`,
  Writer: ({ section, is }, depth) =>
    `writer() gives the ${section} section ${name(is('stack', depth, 'traceBuf'))}.`,
  EventEnsure: ({ section, was, is }, depth) => {
    if (is('stack', depth, 'phase') !== 'refill') return `The ${section} section's buffer has room.`;
    return Number(was('stack', depth, 'traceBuf')) === 0
      ? `The ${section} section has no buffer yet and calls refill.`
      : `The ${section} section's buffer is full: it calls refill.`;
  },
  StackGrowth: ({ before, m, design }) => {
    const phase = at(before, 'm', m, 'stack', 0, 'phase');
    const functions = design.splitPoints.filter((one) => writePath[one] === phase);
    return functions.length === 0
      ? `M${m}'s stack grows.`
      : `${functions.join(' or ')} is not nosplit: its prologue grows the stack.`;
  },
  Refill: ({ section, was, is }, depth) => {
    const [old, fresh] = [Number(was('stack', depth, 'traceBuf')), is('stack', depth, 'traceBuf')];
    const queues = old === 0 ? '' : `queues buffer ${old} and `;
    const stale = Number(was('buf', Number(was('stack', depth, 'gen')) % 2));
    const unseen = stale !== old && stale !== 0 ? `, and does not see buffer ${stale} in the slot` : '';
    return `The ${section} section's refill ${queues}takes ${name(fresh)}${unseen}.`;
  },
  EventFirstUnit: ({ section, was }, depth) =>
    `The ${section} section writes the first half of its event into ${name(was('stack', depth, 'traceBuf'))}.`,
  EventSecondUnit: ({ section, was }, depth) =>
    `The ${section} section's event ${String(was('wrote'))} is whole in ${name(was('stack', depth, 'traceBuf'))}.`,
  End: ({ section, was }, depth) => {
    const slot = Number(was('stack', depth, 'gen')) % 2;
    const [old, own] = [Number(was('buf', slot)), Number(was('stack', depth, 'traceBuf'))];
    return old !== 0 && old !== own
      ? `end stores buffer ${own} over buffer ${old} in buf[${slot}].`
      : `The ${section} section's end leaves ${name(own)} in buf[${slot}].`;
  },
  Release: ({ section, was }) =>
    Number(was('reentered')) > 0
      ? `The ${section} section ends.`
      : `The ${section} section ends and takes the flag down.`,
  AdvanceStoreGen: ({ step }) => `traceAdvance begins generation ${gens(step.state)}.`,
  StopStoreGen: () => 'StopTrace sets the generation to 0.',
  StopClearEnabled: () => 'StopTrace disables tracing.',
  AdvanceSnapshot: () => 'traceAdvance lists the Ms to flush.',
  AdvanceReadFlag: ({ step, m }) =>
    `traceAdvance sees the flag of M${step.params['m'] === undefined ? 0 : m} down.`,
  AdvanceFlush: ({ before }) => {
    const m = Number(at(before, 'advancer', 'm'));
    const buf = Number(at(before, 'm', m, 'buf', Number(at(before, 'advancer', 'gen')) % 2));
    return buf === 0
      ? `traceAdvance finds no buffer of M${m} to flush.`
      : `traceAdvance queues buffer ${buf} of M${m}.`;
  },
  AdvanceFlushedGen: ({ step }) =>
    `traceAdvance says that generation ${String(at(step.state, 'trace', 'flushedGen'))} is flushed.`,
  AdvanceDone: () => 'traceAdvance ends: the reader has all of the generation.',
  ReaderTake: ({ m, before }) => {
    const gen = Number(at(before, 'trace', 'readerGen'));
    return `The reader takes buffer ${String(at(before, 'm', m, 'full', gen % 2, 0))} of M${m}.`;
  },
  ReaderNextGen: ({ step }) =>
    `The reader goes on to generation ${String(at(step.state, 'trace', 'readerGen'))}.`,
  ReaderStop: () => 'The reader stops.',
};
