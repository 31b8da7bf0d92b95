/** Packs the package, installs it, and says for each runtime what works: `npm run runtimes`. Exit code 1 if something does not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, pack, repository, run } from '../packed.ts';
import { binaryOf, runtimes } from './runtimes.ts';
import { failure, prepare, uses } from './uses.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-runtimes-'));
try {
  const home = join(folder, 'home');
  const refused = install(home, join(folder, pack('--pack-destination', folder).filename));
  if (refused !== null) throw new Error(`the package cannot be installed: ${refused}`);
  prepare(home);
  for (const runtime of runtimes) {
    const binary = binaryOf(runtime, join(repository, 'node_modules/.cache/runtimes'));
    if (binary === null) {
      console.log(`${runtime.name}: skipped, npm has none for this machine or cannot be reached`);
      continue;
    }
    const version = run(home, binary, '--version').stdout.split('\n')[0] ?? '';
    const tried = uses.map((use) => ({ use, why: failure(home, [binary, ...runtime.words], use) }));
    const works = tried.filter(({ why }) => why === null).map(({ use }) => use.name);
    console.log(`${runtime.name} (${version}): works: ${works.join(', ') || 'nothing'}`);
    for (const { use, why } of tried)
      if (why !== null) {
        console.log(`  does not work: ${use.name}: ${why}`);
        process.exitCode = 1;
      }
  }
} finally {
  rmSync(folder, { recursive: true });
}
