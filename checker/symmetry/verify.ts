/**
 * Whether the declared permutations are what they are said to be: for each representative that is expanded, every other
 * state of its orbit is asked what its actions do and whether the properties are true of it, and must answer the same,
 * members exchanged. Permutations that keep the representative must keep its answers.
 *
 * Nothing less is exact. Functions can treat one state alone in a special way, so that what representatives and their
 * neighbours answer says nothing for certain of the other states. With all of them asked, a permutation of an initial state
 * is an initial state and one of a transition is a transition, so that the states that the system reaches are the orbits
 * of those found. It costs about what searching without symmetry costs, except for memory: no orbit is kept.
 */
import { subjectOf } from '../evaluate/property.ts';
import { stepAt } from '../evaluate/step.ts';
import { decode, encode } from '../state/codec.ts';
import type { Layout } from '../state/layout.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Views } from '../state/views.ts';
import { SystemError } from '../language/system-error.ts';
import { changesBetween } from '../traces/trace.ts';
import { arrangementsOf } from './arrangements.ts';
import type { Symmetry } from './declaration.ts';
import { orbitOf } from './orbit.ts';
import type { Mover } from './permute.ts';
import { Rows } from './rows.ts';
import type { Answers } from './survey.ts';
import { answersFor, surveyOf } from './survey.ts';

/**
 * Compares the orbit of the representative in `views.current`, which is overwritten, and returns the orbit's size. Throws
 * a SystemError with the two states and the action or property in which they differ.
 */
export type Verify = () => number;

export function verifyOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  symmetry: Symmetry,
  mover: Mover,
): Verify {
  const { current, layout } = views;
  const { words } = layout;
  const { instances, properties } = program;
  const stepProperties = properties.flatMap(([, property], index) =>
    subjectOf(property) === 'step' ? [index] : [],
  );
  const imagesOf = instanceImages(symmetry);
  const survey = surveyOf(program, views);
  const [own, other] = [answersFor(program, words), answersFor(program, words)];
  const arrangements = arrangementsOf(symmetry, mover, words);
  const orbit = orbitOf(symmetry, mover, words);
  const first = new Int32Array(words);
  const permutation = new Int32Array(symmetry.count);
  const successor = new Int32Array(words);
  const image = new Int32Array(words);

  const isSame = (instance: number, there: Answers, to: number): boolean => {
    if (own.stops[instance] !== there.stops[to]) return false;
    if (own.stops[instance] !== -1) return true;
    for (let word = 0; word < words; word++) successor[word] = own.successors[instance * words + word] ?? 0;
    mover.permute(successor, permutation, image);
    for (let word = 0; word < words; word++)
      if (image[word] !== there.successors[to * words + word]) return false;
    for (const property of stepProperties) {
      const at = instance * properties.length + property;
      if (own.steps[at] !== there.steps[to * properties.length + property]) return false;
    }
    return true;
  };
  /** Compares the first state's answers with those of the state that `permutation` makes of it. */
  const compare = (there: Answers): void => {
    const images = imagesOf(permutation);
    for (let instance = 0; instance < instances; instance++) {
      const to = images[instance] ?? 0;
      if (isSame(instance, there, to)) continue;
      throw asymmetry({ program, layout, symmetry }, permutation, states(), {
        instance,
        to,
        stops: own.stops[instance] ?? -1,
        stopsThere: there.stops[to] ?? -1,
        expected: image,
        found: there.successors.subarray(to * words, (to + 1) * words),
      });
    }
    for (let property = 0; property < properties.length; property++) {
      if (own.states[property] === there.states[property]) continue;
      throw asymmetry({ program, layout, symmetry }, permutation, states(), {
        property,
        answer: own.states[property] ?? 0,
        answerThere: there.states[property] ?? 0,
      });
    }
  };
  const states = (): readonly [Int32Array, Int32Array] => {
    const second = new Int32Array(words);
    mover.permute(first, permutation, second);
    return [first, second];
  };
  const compareThere = (): void => {
    survey(other);
    compare(other);
  };

  return () => {
    const isSimple = arrangements.begin(current);
    let size = isSimple ? 1 : orbit.fill(current);
    for (let word = 0; word < words; word++) first[word] = current[word] ?? 0;
    survey(own);
    if (isSimple) {
      for (let slot = 0; slot < symmetry.count; slot++)
        if (arrangements.keeper(slot, permutation)) compare(own);
      for (; arrangements.next(permutation); size++) {
        mover.permute(first, permutation, current);
        compareThere();
      }
      return size;
    }
    for (let keeper = 1; keeper < orbit.keeping(); keeper++) {
      orbit.keeper(keeper, permutation);
      compare(own);
    }
    for (let member = 1; member < size; member++) {
      orbit.state(member, current);
      orbit.permutation(member, permutation);
      compareThere();
    }
    return size;
  };
}

/** By instance, the one that a permutation makes of it; those of permutations met before are kept, up to a limit. */
function instanceImages({ instances, count }: Symmetry): (permutation: Int32Array) => Int32Array {
  const known = new Rows(count);
  const kept: Int32Array[] = [];
  const keptMax = KEPT_MAX / Math.max(1, instances.length);
  const of = (permutation: Int32Array): Int32Array =>
    Int32Array.from(instances, ({ slots, table }) => {
      const index = slots.reduce((at, slot) => at * count + (permutation[slot] ?? 0), 0);
      return table[index] ?? 0;
    });
  return (permutation) => {
    if (kept.length >= keptMax && !known.has(permutation)) return of(permutation);
    return (kept[known.add(permutation)] ??= of(permutation));
  };
}

/** Numbers that the images of instances may take: 32 MiB. */
const KEPT_MAX = 2 ** 23;

/** Throws a SystemError where a permutation makes of an initial state one that is none. */
export function verifyInitial<S extends RecordField>(
  program: Program<S>,
  { layout }: Views<S>,
  symmetry: Symmetry,
  mover: Mover,
): void {
  const orbit = orbitOf(symmetry, mover, layout.words);
  const states = program.system.initial.map((state) => {
    const words = new Int32Array(layout.words);
    encode(layout, state, words);
    return words;
  });
  const known = new Set(states.map(String));
  const image = new Int32Array(layout.words);
  const permutation = new Int32Array(symmetry.count);
  for (const state of states) {
    const size = orbit.fill(state);
    for (let member = 1; member < size; member++) {
      orbit.state(member, image);
      orbit.permutation(member, permutation);
      if (known.has(String(image))) continue;
      throw new SystemError(
        `not symmetric: ${described(symmetry, permutation)} makes of the initial state ${text(layout, state)} the state ${text(layout, image)}, which is no initial state`,
        { code: 'asymmetric' },
      );
    }
  }
}

type Difference =
  | {
      readonly instance: number;
      readonly to: number;
      readonly stops: number;
      readonly stopsThere: number;
      /** Where both are enabled: the successor in the second state, as it should be and as it is. */
      readonly expected: Int32Array;
      readonly found: Int32Array;
    }
  | { readonly property: number; readonly answer: number; readonly answerThere: number };

function asymmetry<S extends RecordField>(
  { program, layout, symmetry }: { program: Program<S>; layout: Layout; symmetry: Symmetry },
  permutation: Int32Array,
  [first, second]: readonly [Int32Array, Int32Array],
  difference: Difference,
): SystemError {
  const isKept = first.every((word, at) => word === second[at]);
  const pair = isKept
    ? `${described(symmetry, permutation)} keeps the state ${text(layout, first)}`
    : `${described(symmetry, permutation)} makes of the state ${text(layout, first)} the state ${text(layout, second)}`;
  const [inFirst, inSecond] = isKept ? ['', ''] : [' in the first', ' in the second'];
  let how: string;
  if ('property' in difference) {
    const says = ['false', 'true', 'not asked'];
    how = `property ${program.properties[difference.property]?.[0] ?? ''} is ${says[difference.answer] ?? ''}${inFirst} and ${says[difference.answerThere] ?? ''}${inSecond}`;
  } else {
    const { instance, to, stops, stopsThere, expected, found } = difference;
    const [here, there] = [nameOf(program, instance), nameOf(program, to)];
    const { guard } = program.actions[program.actionOf[instance] ?? 0]?.action ?? { guard: [] };
    const does = (name: string, stop: number): string =>
      stop === -1 ? `${name} is enabled` : `${name} is stopped by ${guard[stop]?.name ?? ''}`;
    const changes = changesBetween(layout, expected, found).map(
      ({ path, before, after }) => `${path} is ${String(after)} and not ${String(before)}`,
    );
    how =
      stops !== stopsThere
        ? `${does(here, stops)}${inFirst} and ${does(there, stopsThere)}${inSecond}`
        : changes.length > 0
          ? `after ${there}${inSecond}, compared with ${here}${inFirst}, ${changes.join(', ')}`
          : `a property answers differently of ${here}${inFirst} and ${there}${inSecond}`;
  }
  return new SystemError(`not symmetric: ${pair}; ${how}`, { code: 'asymmetric' });
}

function nameOf<S extends RecordField>(program: Program<S>, instance: number): string {
  const { action, params } = stepAt(program, instance);
  const values = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  return `${action}${values.length === 0 ? '' : `(${values.join(', ')})`}`;
}

/** `exchanging 0 and 1 of rm`, `0→1, 1→2, 2→0 of rm`. */
function described({ sets }: Symmetry, permutation: Int32Array): string {
  return sets
    .flatMap(({ name, first, members }) => {
      const moved = members.flatMap((member, index) => {
        const to = members[(permutation[first + index] ?? 0) - first] ?? member;
        return to === member ? [] : [[member, to] as const];
      });
      if (moved.length === 0) return [];
      const [[one, two] = [0, 0]] = moved;
      return moved.length === 2
        ? [`exchanging ${String(one)} and ${String(two)} of ${name}`]
        : [`taking ${moved.map(([from, to]) => `${String(from)} to ${String(to)}`).join(', ')} of ${name}`];
    })
    .join(' and ');
}

const text = (layout: Layout, state: Int32Array): string => JSON.stringify(decode(layout, state));
