/** Which locals may still be read: what a state keeps of a thread where a step ends. */
import { localsOf, nextOf, readsOf, writesOf } from './program.ts';
import type { ThreadProgram } from './program.ts';

export interface Liveness {
  /** By instruction, the locals that it or a later one may read before they are written. */
  readonly before: readonly ReadonlySet<string>[];
  readonly after: readonly ReadonlySet<string>[];
}

export function livenessOf({ list }: ThreadProgram): Liveness {
  const reads = list.map((one) => readsOf(one).flatMap(localsOf));
  const writes = list.map(writesOf);
  const before = list.map((_, index) => new Set(reads[index]));
  const after = list.map(() => new Set<string>());
  for (let changes = true; changes;) {
    changes = false;
    for (let index = list.length - 1; index >= 0; index--) {
      const [one, ins, outs] = [list[index], before[index], after[index]];
      if (one === undefined || ins === undefined || outs === undefined) continue;
      for (const next of nextOf(one, index)) for (const name of before[next] ?? []) outs.add(name);
      const size = ins.size;
      for (const name of outs) if (writes[index]?.includes(name) !== true) ins.add(name);
      changes ||= ins.size !== size;
    }
  }
  return { before, after };
}
