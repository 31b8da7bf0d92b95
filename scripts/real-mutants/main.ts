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

const cellsOf = ({ mutant, runs, verdict, reason, rejection }: Shown): string[] => {
  const by = mutant.schedule === undefined ? `${runs}` : `schedule ${mutant.schedule}`;
  return [`\`${mutant.name}\``, mutant.does, by, verdict, rejection?.kind ?? '', whyOf(reason, rejection)];
};

/** The step of the program, if it is one that cannot be taken, and the judge's words. Addresses are those of one run and are left out. */
function whyOf(reason: Shown['reason'], rejection: Shown['rejection']): string {
  const who = / \(M\d+\)$/;
  const step = rejection?.what.replace(who, '');
  const words = (reason ?? '').replaceAll(/0x[1-9a-f][\da-f]*/g, '0x…').replaceAll('|', String.raw`\|`);
  return step === undefined || step === rejection?.kind ? words : `\`${step}\`: ${words}`;
}

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
