/** What the programs of two trees have differently, function by function. */
import type { Instruction, Programs, ThreadProgram } from '../../model/index.ts';
import { kindsIn } from '../../model/index.ts';
import type { Row } from '../align.ts';
import { differingRows } from '../align.ts';
import { wordsOf } from './print.ts';

export interface ChangedStep {
  readonly line: number;
  readonly says: string;
}

/**
 * By function, the instructions that differ. One that a function has at several call sites, or in several threads, is told once. A
 * function that only goes on elsewhere has no rows.
 */
export function changedSteps(
  parts: readonly { readonly old: Programs; readonly new: Programs }[],
): ReadonlyMap<string, readonly Row<ChangedStep>[]> {
  const changed = new Map<string, Row<ChangedStep>[]>();
  const told = new Set<string>();
  for (const part of parts)
    for (const kind of new Set([...kindsIn(part.old), ...kindsIn(part.new)])) {
      const [before, after] = [byFunction(part.old[kind]), byFunction(part.new[kind])];
      for (const fn of new Set([...before.keys(), ...after.keys()]))
        for (const row of differingRows(before.get(fn) ?? [], after.get(fn) ?? [], ({ says }) => says)) {
          const key = JSON.stringify([fn, row]);
          if (told.has(key)) continue;
          told.add(key);
          changed.set(fn, [...(changed.get(fn) ?? []), row]);
        }
    }
  return changed;
}

function byFunction(program: ThreadProgram | undefined): ReadonlyMap<string, ChangedStep[]> {
  const steps = new Map<string, ChangedStep[]>();
  for (const one of program?.list ?? []) {
    // Where a jump leads is told by what stands there.
    if (one.op === 'jump') continue;
    const step = { line: one.line, says: plainWords(one) };
    steps.set(one.fn, [...(steps.get(one.fn) ?? []), step]);
  }
  return steps;
}

/** Without the numbers of places and of locals, which one more instruction before shifts. */
const plainWords = (one: Instruction): string =>
  wordsOf(one)
    .replace(/ go to \d+, else \d+$/, '')
    .replace(/\b([A-Za-z][\w.]*?)_\d+\b/g, '$1');
