/** rumur, whose models are in Murphi's language: the constants of a run, and the invariants that it judges, are put into a copy. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts, Row } from './rows.ts';
import type { Peer, Search } from './running.ts';
import { inScratch, isInstalled, numberIn, outcome, plainly, runs, source } from './running.ts';

/** It tells no depth. A violated property is checked in a run of its own: with one thread its trace is a shortest one. */
export const rumur: Peer = {
  name: 'rumur',
  missing: () => {
    if (!isInstalled('rumur', '--version')) return 'no rumur; `apt-get install rumur`';
    return isInstalled('gcc', '--version') ? undefined : 'no gcc; `apt-get install gcc`';
  },
  prepare: (row, folder, { workers, search }) =>
    searchOf(row, folder, {
      workers,
      // A search for counts takes less than compiling; one that is measured is compiled as its manual says.
      compiled: search === 'breadth-first' ? ['-O0'] : ['-O3', '-march=native'],
      keeps: (property) => !Object.hasOwn(row.violated, property),
    }),
  run: (row, violated = Object.keys(row.violated)) =>
    inScratch((folder): Counts => {
      const all = outcome(rumur.prepare(row, folder, plainly));
      const shortest = violated.map((property) => {
        const alone = { workers: 1, compiled: ['-O0'], keeps: (name: string) => name === property };
        const { command, words } = searchOf(row, folder, alone);
        const taken = runs(command, words, folder).match(/<transition>Rule /g) ?? [];
        return [property, taken.length] as const;
      });
      return { ...all, violated: Object.fromEntries(shortest) };
    }),
};

interface How {
  readonly workers: number;
  readonly compiled: readonly string[];
  readonly keeps: (property: string) => boolean;
}

function searchOf({ model, params }: Row, folder: string, { workers, compiled, keeps }: How): Search {
  const text = readFileSync(source(`murphi/${model}.m`), 'utf8');
  writeFileSync(
    join(folder, 'model.m'),
    withConstants(text, params).replaceAll(INVARIANT, (all, name: string) => (keeps(name) ? all : '')),
  );
  runs(
    'rumur',
    [
      ...['--quiet', '--output-format', 'machine-readable', '--symmetry-reduction', 'off'],
      ...['--deadlock-detection', keeps('NoDeadlock') ? 'stuck' : 'off', '--threads', String(workers)],
      ...['--output', 'model.c', 'model.m'],
    ],
    folder,
  );
  runs('gcc', [...compiled, '-w', '-mcx16', '-o', 'model', 'model.c', '-lpthread'], folder);
  return {
    command: join(folder, 'model'),
    words: [],
    cwd: folder,
    counts: (output) => {
      if (!output.includes('errors="0"')) throw new Error(`rumur: ${model} fails:\n${output}`);
      return {
        distinct: numberIn(output, /<summary states="(\d+)"/),
        // The start state is no rule.
        generated: numberIn(output, /<summary [^>]*rules_fired="(\d+)"/) + 1,
        violated: {},
      };
    },
  };
}

/** An invariant with its name; its terms have no semicolon. */
const INVARIANT = /^invariant "(\w+)"[^;]*;\n?/gm;

/** The source with the constants of a run in place of those by default. */
function withConstants(text: string, params: Row['params']): string {
  return Object.entries(params).reduce((changed, [name, value]) => {
    const line = new RegExp(`^(  ${name.toUpperCase()}: )\\d+;$`, 'm');
    if (!line.test(changed)) throw new Error(`the source for rumur has no constant ${name.toUpperCase()}`);
    return changed.replace(line, `$1${String(Number(value))};`);
  }, text);
}
