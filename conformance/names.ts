/**
 * Which step of a program a step of the reference is. That it is one of the same thread says most of it: a thread stands at one place
 * of its program. Only where that leaves something open, the choice is named here, in the words that the program has for it.
 */
import type { Offer } from '../reference/index.ts';

/**
 * What a step chooses; null for a step that changes nothing which the model has. With `any`: looks at the scheduler come with the step,
 * whose answers the program leaves open, and the choices of the program that begin so say them.
 */
export type Choice = string | null | { readonly any: string };

/** By step, as `Offer.step` has it. A step that is not there chooses nothing: it is the first of its place. */
export type Choices = Readonly<Record<string, Choice | ((offer: Offer) => Choice | undefined)>>;

const ofM = ({ m }: Offer): string => `M${m}`;

/** Steps that every part has. */
export const coreChoices: Choices = {
  'StartTrace: trace.enabled': 'start',
  'traceAdvance: trace.gen': 'advance',
  'traceAdvance: trace.gen = 0': 'stop',
  'traceAdvance: mp.trace.writing': ofM,
  // A true that is stale is one that nobody would read any more.
  'traceEnabled: true': ({ mp }) => (mp.rt.trace.enabled ? '' : 'stale'),
  'traceEnabled: false': '',
  // A buffer that no M wrote has tables, which the model leaves out.
  'readTrace0: trace.full': ({ m }) => (m < 0 ? null : `M${m}`),
  'readTrace0: endOfGeneration': null,
  // Of the caller, which asks for nothing before tracing is on.
  ReadTrace: null,
};

/** The choice of a step; undefined where it names none, and null for one that the model has not. */
export function choiceOf(offer: Offer, choices: Choices): Choice | undefined {
  const choice = choices[offer.step];
  return typeof choice === 'function' ? choice(offer) : choice;
}

/** What looks at the scheduler find by a choice of the program, after the beginning that it has in common with others. */
export function answersIn(choice: string, { any }: { readonly any: string }): readonly boolean[] {
  const [first = ''] = choice.split(' or ');
  const words = first.slice(any.length).replace('no P', 'without').replace('idle', 'with').split(' ');
  return words.flatMap((word) => (word === 'with' ? [true] : word === 'without' ? [false] : []));
}
