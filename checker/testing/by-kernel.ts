/** A search by the kernel of a system and a map, a level at a time: the slow twin of whoever runs kernels on other machines. */
import { subjectOf } from '../evaluate/property.ts';
import { webAssembly } from '../host/webassembly.ts';
import type { System } from '../index.ts';
import { kernelOf } from '../index.ts';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  expand(this: void, from: number, to: number): number;
  judge(this: void, from: number, to: number): void;
}

export interface Explored {
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  readonly degrees: readonly number[];
  readonly fired: readonly number[];
  readonly exercised: readonly number[];
  /** By property, the steps of a shortest counterexample. */
  readonly violated: Readonly<Record<string, number>>;
}

export function exploreByKernel(system: System): Explored {
  const claims = Object.entries(system.properties).filter(([, one]) => subjectOf(one) !== 'runs');
  const names = claims.map(([name]) => name);
  const { bytes, memory, program, layout, initial } = kernelOf(system, names);
  if (webAssembly === null) throw new TypeError('there is no WebAssembly');
  const made = new webAssembly.Instance(new webAssembly.Module(bytes), { env: {} });
  // Sound because a kernel exports them.
  const { memory: own, expand, judge } = made.exports as Exports;
  const all = new Int32Array(own.buffer);
  const word = (at: number): number => at >>> 2;
  const { states, successors, verdicts, findings, counters } = memory;
  all[word(counters.degreeMin)] = 0x7fffffff;
  const violated: Record<string, number> = {};
  const isSituation = claims.map(([, one]) => subjectOf(one) === 'situation');
  const violates = (property: number, steps: number): void => {
    const name = names[property] ?? '';
    violated[name] = Math.min(steps, violated[name] ?? Infinity);
  };
  const seen = new Set<string>();
  const fresh = (found: readonly Int32Array[]): Int32Array[] =>
    found.filter((state) => {
      const key = state.join();
      return !seen.has(key) && seen.add(key);
    });
  let level = fresh(initial);
  let depth = 0;
  for (; level.length > 0; depth++) {
    const next: Int32Array[] = [];
    for (let from = 0; from < level.length; from += states.most) {
      const batch = level.slice(from, from + states.most);
      batch.forEach((state, at) => {
        all.set(state, word(states.at) + at * layout.words);
      });
      judge(0, batch.length);
      batch.forEach((_, at) => {
        names.forEach((_name, property) => {
          const verdict = all[word(verdicts.at) + at * verdicts.words + (property >>> 5)] ?? 0;
          if (isSituation[property] !== true && ((verdict >>> (property & 31)) & 1) === 1)
            violates(property, depth);
        });
      });
      for (let done = 0; done < batch.length;) {
        done = expand(done, batch.length);
        for (let row = 0; row < (all[word(counters.successors)] ?? 0); row++) {
          const at = word(successors.at) + row * successors.words;
          next.push(all.slice(at, at + layout.words));
        }
        for (let row = 0; row < (all[word(counters.findings)] ?? 0); row++) {
          const at = word(findings.at) + row * findings.words;
          violates(all[at] ?? -1, (all[at + 2] ?? -1) < 0 ? depth : depth + 1);
        }
      }
    }
    level = fresh(next);
  }
  const list = (at: number, length: number): number[] => [...all.slice(word(at), word(at) + length)];
  return {
    distinct: seen.size,
    generated: (all[word(counters.generated)] ?? 0) + initial.length,
    diameter: depth,
    degrees: [all[word(counters.degreeMin)] ?? 0, all[word(counters.degreeMax)] ?? 0],
    fired: list(memory.fired, program.actions.length),
    exercised: list(memory.exercised, names.length).map((count, at) =>
      isSituation[at] === true ? Math.min(1, count) : count,
    ),
    violated,
  };
}
