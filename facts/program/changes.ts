/** What the programs of two trees have differently, function by function. */
import type { Instruction, Programs, ThreadProgram } from '../../model/index.ts';
import { kindsIn, wordsOf } from '../../model/index.ts';
import type { Row } from '../align.ts';
import { differingRows } from '../align.ts';

export interface ChangedStep {
  readonly line: number;
  readonly says: string;
}

interface Step extends ChangedStep {
  readonly op: Instruction['op'];
}

/**
 * By function, the instructions that differ. One that a function has at several call sites is told once. So is one that several threads
 * have, though each may say it in its own way: whose M it is about, say. A function that only goes on elsewhere has no rows.
 */
export function changedSteps(
  parts: readonly { readonly old: Programs; readonly new: Programs }[],
): ReadonlyMap<string, readonly Row<ChangedStep>[]> {
  const changed = new Map<string, Row<ChangedStep>[]>();
  const told = new Set<string>();
  const places = new Set<string>();
  for (const part of parts)
    for (const kind of new Set([...kindsIn(part.old), ...kindsIn(part.new)])) {
      const [before, after] = [byFunction(part.old[kind]), byFunction(part.new[kind])];
      const here: string[] = [];
      for (const fn of new Set([...before.keys(), ...after.keys()]))
        for (const row of differingRows(before.get(fn) ?? [], after.get(fn) ?? [], ({ says }) => says)) {
          const [old, now] = [said(row.old), said(row.new)];
          const key = JSON.stringify([fn, old, now]);
          const place = JSON.stringify([fn, [row.old, row.new].map((step) => [step?.line, step?.op])]);
          here.push(place);
          if (told.has(key) || places.has(place)) continue;
          told.add(key);
          changed.set(fn, [...(changed.get(fn) ?? []), { ...row, old, new: now }]);
        }
      for (const place of here) places.add(place);
    }
  return changed;
}

const said = (step: Step | null): ChangedStep | null => step && { line: step.line, says: step.says };

function byFunction(program: ThreadProgram | undefined): ReadonlyMap<string, Step[]> {
  const steps = new Map<string, Step[]>();
  const list = program?.list ?? [];
  for (const [at, one] of list.entries()) {
    // Where a jump leads is told by what stands there, and that a pointer may not be nil by its use.
    if (one.op === 'jump' || isNilCheck(one, list[at + 1]) || isNilCheck(list[at - 1], one)) continue;
    const step = { line: one.line, op: one.op, says: plainWords(one) };
    steps.set(one.fn, [...(steps.get(one.fn) ?? []), step]);
  }
  return steps;
}

/** What a dereference brings along: one that the tree writes itself throws on a line of its own. */
const isNilCheck = (branch: Instruction | undefined, next: Instruction | undefined): boolean =>
  branch?.op === 'branch' && next?.op === 'throw' && branch.line === next.line && branch.fn === next.fn;

/** Without the numbers of places and of locals, which one more instruction before shifts. */
const plainWords = (one: Instruction): string =>
  wordsOf(one)
    .replace(/ go to \d+, else \d+$/, '')
    .replace(/\b([A-Za-z][\w.]*?)_\d+\b/g, '$1');
