/** What the installed package is tried with on each runtime. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first word of `args` is a file below the folder of the installation. */
interface Use {
  readonly name: string;
  readonly args: readonly string[];
  readonly status: number;
  /** What stdout begins with. */
  readonly begins: string;
}

const command = 'node_modules/nosplit/dist/cli/bin.js';

const check = (name: string, args: readonly string[], status: number, begins: string): Use => ({
  name,
  args: [command, 'check', ...args, '--quiet'],
  status,
  begins,
});

export const uses: readonly Use[] = [
  { name: '--version', args: [command, '--version'], status: 0, begins: '' },
  check('one worker', ['--model', 'two-phase-commit', '--workers', '1'], 0, 'holds: two-phase-commit'),
  {
    name: 'two workers',
    args: ['two-workers.js'],
    status: 0,
    begins: 'holds 288 states\nholds 288 states\n',
  },
  check('design 1.26', ['--design', '1.26'], 1, 'violated: design 1.26 at small: NoLostBuffer m=0'),
  check('a model in TypeScript', ['--model', './counter.ts'], 1, 'violated: counter: BelowThree in 3 steps'),
];

/** Two workers share a search after 0.4 s of it. Here they share it from the first state on, so that a short one shows it. */
const twoWorkers = `import { check } from 'nosplit/checker';
const inside = (path) => new URL('node_modules/nosplit/dist/' + path, import.meta.url).href;
const { sharing } = await import(inside('checker/search/parallel/sharing.js'));
Object.assign(sharing, { isDue: () => true, waits: true });
const module = { url: inside('examples/two-phase-commit.js') };
const { default: model } = await import(module.url);
for (const workers of [1, 2]) {
  const { verdict, distinct } = await check(model(), { workers, module });
  console.log(verdict + ' ' + distinct + ' states');
}
`;

const counter = `import { int, over, record } from 'nosplit/checker';
interface Limits { readonly top: number }
const limits: Limits = { top: 3 };
const { action, always, system } = over(record({ count: int(0, 3) }));
export default system({
  name: 'counter',
  initial: [{ count: 0 }],
  actions: { Add: action({ guard: { below: (s) => s.count < limits.top }, effect: (s) => { s.count++; } }) },
  properties: { BelowThree: always({ holds: (s): boolean => s.count < limits.top }) },
});
`;

/** Puts the files that the uses name into the folder of the installation. */
export function prepare(home: string): void {
  writeFileSync(join(home, 'two-workers.js'), twoWorkers);
  writeFileSync(join(home, 'counter.ts'), counter);
}

/** Null if it works, or the line that tells why not. */
export function failure(home: string, runtime: readonly [string, ...string[]], use: Use): string | null {
  const [binary, ...words] = runtime;
  const ended = spawnSync(binary, [...words, ...use.args], { cwd: home, encoding: 'utf8', timeout: 120_000 });
  if (ended.status === use.status && ended.stdout.startsWith(use.begins)) return null;
  const said = `${ended.stdout}\n${ended.stderr}`.split('\n').filter((line) => line !== '');
  const error = said.find((line) => /error/i.test(line)) ?? said[0] ?? 'nothing was printed';
  return `exit code ${String(ended.status)}: ${error}`;
}
