/** SPIN, whose models are in Promela: its search is compiled for each run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts, Row } from './rows.ts';
import type { Peer } from './running.ts';
import { inScratch, isInstalled, numberIn, outcome, plainly, runs, source } from './running.ts';

/** SPIN counts depth in steps, so one less than our diameter, and an assertion's depth before the step that fails. */
export const spin: Peer = {
  name: 'spin',
  missing: () => {
    if (!isInstalled('spin', '-V')) return 'no spin; `apt-get install spin`';
    return isInstalled('gcc', '--version') ? undefined : 'no gcc; `apt-get install gcc`';
  },
  prepare: ({ model, params, distinct, deep }, folder, { search }) => {
    const breadth = search === 'breadth-first';
    const path = source(`spin/${model}.pml`);
    const choosesItsStart = readFileSync(path, 'utf8').includes('\n#define CHOOSES_ITS_START\n');
    // The steps of its choice would be states.
    if (breadth && choosesItsStart) throw new Error(`${path} is for depth-first searches only`);
    const defines = Object.entries({ ...params, ...(breadth && { breadth_first: true }) }).map(macro);
    // -o1 -o2 -o3 keep every statement a step and every variable in the state; NOREDUCE keeps every interleaving.
    runs('spin', ['-o1', '-o2', '-o3', ...defines, '-a', path], folder);
    // Breadth-first searches are for counts, and take less than compiling; a depth-first one is measured.
    const way = breadth ? ['-O0', '-DBFS'] : ['-O3'];
    const size = ['-DMEMLIM=8000', '-DVECTORSZ=512'];
    runs('gcc', [...way, '-w', '-DSAFETY', '-DNOREDUCE', ...size, '-o', 'pan', 'pan.c'], folder);
    return {
      command: join(folder, 'pan'),
      // A table of a slot or two for each state. -m bounds the depth of a depth-first search.
      words: [
        '-c0',
        `-m${deep === true ? distinct : 100_000}`,
        `-w${Math.ceil(Math.log2(1.5 * distinct + 1024))}`,
      ],
      cwd: folder,
      counts: (output) => countsIn(output, model, { breadth, before: Number(choosesItsStart) }),
    };
  },
  run: (row) => inScratch((folder) => outcome(spin.prepare(row, folder, plainly))),
};

/** `before` states, each with a transition to it, come before those of the model. Only a breadth-first search tells the diameter. */
function countsIn(
  output: string,
  model: string,
  { breadth, before }: { readonly breadth: boolean; readonly before: number },
): Counts {
  if (output.includes('max search depth too small')) throw new Error(`spin: ${model} is deeper than -m`);
  const violated: Record<string, number> = {};
  const failures = /pan:\d+: (assertion violated|invalid end state) (?:([A-Z]\w+) )?.*\(at depth (\d+)\)/g;
  for (const [, what, property = '*', depth] of output.matchAll(failures)) {
    const steps = Number(depth) + (what === 'assertion violated' ? 1 : 0);
    violated[property] = Math.min(steps, violated[property] ?? Infinity);
  }
  return {
    distinct: numberIn(output, /([\d.e+]+) states, stored/) - before,
    generated: numberIn(output, /([\d.e+]+) transitions \(= stored\+matched\)/) - before,
    ...(breadth && { diameter: numberIn(output, /depth reached (\d+)/) + 1 }),
    violated,
  };
}

/** `-DN=3`, or of a text a name that the model defines: `-DDESIGN=DESIGN_1_26`. */
function macro([name, value]: readonly [string, Row['params'][string]]): string {
  const word = name.toUpperCase();
  if (typeof value !== 'string') return `-D${word}=${Number(value)}`;
  return `-D${word}=${word}_${value.toUpperCase().replaceAll(/\W/g, '_')}`;
}
