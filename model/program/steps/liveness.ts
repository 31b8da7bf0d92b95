/** Which locals may still be read: what a state keeps of a thread where a step ends. */
import { localsOf, nextOf, readsOf, writesOf } from '../language/program.ts';
import type { ThreadProgram } from '../language/program.ts';

export interface Liveness {
  /** By instruction, the locals that it or a later one may read before they are written. */
  readonly before: readonly ReadonlySet<string>[];
  readonly after: readonly ReadonlySet<string>[];
}

export function livenessOf({ list }: ThreadProgram): Liveness {
  const reads = list.map((one) => readsOf(one).flatMap(localsOf));
  const writes = list.map((one) => new Set(writesOf(one)));
  const before = list.map(() => new Set<string>());
  const after = list.map(() => new Set<string>());
  // The sets only grow: an instruction is looked at again where those of the next ones have. The order of the names in them
  // decides which local has which field, and so what traces are called.
  const seen = list.map(() => -1);
  for (let changes = true; changes;) {
    changes = false;
    for (let index = list.length - 1; index >= 0; index--) {
      const [one, ins, outs] = [list[index], before[index], after[index]];
      if (one === undefined || ins === undefined || outs === undefined) continue;
      const following = nextOf(one, index).flatMap((next) => before[next] ?? []);
      const sizes = following.reduce((sum, { size }) => sum + size, 0);
      if (sizes === seen[index]) continue;
      seen[index] = sizes;
      for (const names of following) for (const name of names) outs.add(name);
      const size = ins.size;
      for (const name of outs) if (writes[index]?.has(name) !== true) ins.add(name);
      for (const name of reads[index] ?? []) ins.add(name);
      changes ||= ins.size !== size;
    }
  }
  return { before, after };
}
