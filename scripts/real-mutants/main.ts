/**
 * Mutants of the real tracer, and the record at which the judge of logs rejects each, as a table.
 *
 *   npm run real-mutants -- [--out FILE] [NAME…]
 *
 * `--out` puts rows into a page, below <!-- mutants -->; without names all of them. It needs the go command of Go 1.26 or 1.27. The exit
 * code is 1 where a mutant is not found.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withRow } from '../real-runs/page.ts';
import { runtimeMutants } from './mutants.ts';
import { curedTree, isShown, shown } from './run.ts';
import type { Shown } from './run.ts';

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' } },
  allowPositionals: true,
});
const mutants = runtimeMutants.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

const cellsOf = ({ mutant, runs, verdict, rejection }: Shown): string[] => {
  const by = mutant.schedule === undefined ? `${runs}` : `schedule ${mutant.schedule}`;
  const what = rejection === null ? '' : `${rejection.kind}: ${rejection.what.replace(/ ?\(M\d+\)/, '')}`;
  return [`\`${mutant.name}\``, mutant.does, by, verdict, what];
};

const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const tree = await curedTree(goroot);
for (const mutant of mutants) {
  const all = await shown(mutant, tree);
  const isRight = mutant.edits.length === 0 ? all.verdict === 'accepted' : isShown(all);
  if (!isRight) process.exitCode = 1;
  const cells = cellsOf(all);
  console.log(cells.join(' | '));
  if (values.out !== undefined)
    writeFileSync(values.out, withRow(readFileSync(values.out, 'utf8'), 'mutants', cells));
}
