/**
 * Generated code that takes the first slot of a queue away: all others move down by one.
 *
 * Slots that stand side by side in one word move together, by a shift of that word. A queue of two words takes two shifts,
 * however many slots it has.
 */
import type { ArrayShape } from './layout.ts';
import { maskOf } from './layout.ts';

/** Slots side by side in one word. */
interface Run {
  readonly position: number;
  readonly slots: number;
}

/** The member `$dropFirst()` of a class for these arrays, which leaves zero in the last slot; none where a loop is as good. */
export function droppingFirst(shapes: readonly ArrayShape[]): readonly string[] {
  const [first] = shapes;
  const element = first?.elements[0];
  if (first === undefined || element?.kind !== 'scalar' || element.bits === 0) return [];
  const { bits } = element;
  const all = shapes.map((shape) => runsOf(shape, bits));
  const [runs = []] = all;
  // Arrays that share a class stand at different places, which one run alone can be told.
  if (shapes.length > 1 && all.some(({ length }) => length !== 1)) return [];
  const moved = runs.map((run, at) => {
    const next = runs[at + 1];
    const position = shapes.length === 1 ? String(run.position) : 'p';
    const incoming = next === undefined ? '0' : slotAt(String(next.position), bits);
    return moving(position, run.slots * bits, bits, incoming);
  });
  const where = shapes.length === 1 ? '' : 'const p = this.$base; ';
  return [`$dropFirst() { ${where}${moved.join(' ')} }`];
}

/** One slot down in the `size` bits at `position`; the slot that is then free gets `incoming`. */
function moving(position: string, size: number, bits: number, incoming: string): string {
  const word = `words[${position} >>> 5]`;
  const mask = size === 32 ? '-1' : String(maskOf(size));
  const rest = `(${word} >>> ${position} & ${mask}) >>> ${String(bits)}`;
  return `${word} = ${word} & ~(${mask} << ${position}) | (${rest} | ${incoming} << ${String(size - bits)}) << ${position};`;
}

const slotAt = (position: string, bits: number): string =>
  `(words[${position} >>> 5] >>> ${position} & ${String(maskOf(bits))})`;

function runsOf({ elements }: ArrayShape, bits: number): readonly Run[] {
  const runs: Run[] = [];
  for (const one of elements) {
    const position = one.kind === 'scalar' ? one.position : 0;
    const last = runs.at(-1);
    const isNext =
      last !== undefined &&
      position === last.position + last.slots * bits &&
      position >>> 5 === last.position >>> 5;
    if (isNext) runs[runs.length - 1] = { ...last, slots: last.slots + 1 };
    else runs.push({ position, slots: 1 });
  }
  return runs;
}
