/**
 * Two-phase commit with symmetry, in nosplit and in TLC with its SYMMETRY sets: both keep one state of each orbit, so that
 * distinct and generated states and the diameter are equal.
 *
 *   npx tsx scripts/compare-symmetry.ts
 *
 * Without TLC it says what is missing. Ends with 1 where the two disagree.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inScratch, peers, tlcJar } from '../peers/index.ts';
import { check, range } from '../checker/index.ts';
import twoPhaseCommit from '../examples/two-phase-commit.ts';

const missing = peers.find(({ name }) => name === 'tlc')?.missing();
if (missing !== undefined) console.log(`tlc is skipped: ${missing}`);

for (const n of [2, 3, 4, 5, 6]) {
  const { distinct, generated, diameter, symmetry } = await check(twoPhaseCommit({ n }), { symmetry: true });
  const own = [generated, distinct, diameter].join(' ');
  console.log(`two-phase-commit n=${n}: ${distinct} representatives of ${symmetry?.states ?? 0} states`);
  if (missing !== undefined) continue;
  const told = inScratch((folder) => tlc(n, folder));
  if (told !== own) process.exitCode = 1;
  console.log(told === own ? '  tlc agrees' : `  tlc DISAGREES: ${told} for ${own}`);
}

/** The twin of the example, its resource managers as model values, which are what TLC permutes. */
function tlc(n: number, folder: string): string {
  const twin = new URL('../examples/peers/tlc/TwoPhaseCommit.tla', import.meta.url);
  const text = readFileSync(twin, 'utf8')
    .replace('EXTENDS Naturals', 'EXTENDS Naturals, TLC')
    .replace('CONSTANTS n,', 'CONSTANTS RM,')
    .replace(/^RM == .*$/m, 'Exchanges == Permutations(RM)');
  const members = range(n).map((rm) => `rm${rm}`);
  const config = `CONSTANT RM = {${members.join(', ')}}\nCONSTANT broken = FALSE\nINIT Init\nNEXT Next\nINVARIANT Consistent\nSYMMETRY Exchanges\n`;
  writeFileSync(join(folder, 'TwoPhaseCommit.tla'), text);
  writeFileSync(join(folder, 'TwoPhaseCommit.cfg'), config);
  const words = ['-XX:+UseParallelGC', '-cp', tlcJar(), 'tlc2.TLC', '-deadlock', 'TwoPhaseCommit'];
  const { stdout } = spawnSync('java', words, { cwd: folder, encoding: 'utf8' });
  const [, generated, distinct] =
    /^(\d+) states generated, (\d+) distinct states found, 0 states left/m.exec(stdout) ?? [];
  const [, diameter] = /depth of the complete state graph search is (\d+)/.exec(stdout) ?? [];
  return [generated, distinct, diameter].join(' ');
}
