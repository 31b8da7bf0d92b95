/** The process that `action.yml` runs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { action } from './action.ts';

const bin = fileURLToPath(new URL('../bin.js', import.meta.url));

process.exitCode = await action({
  env: process.env,
  cwd: process.cwd(),
  write: (text) => process.stdout.write(text),
  nosplit: (words) => {
    const { status, stderr } = spawnSync(process.execPath, [bin, ...words], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return Promise.resolve({ exit: status ?? 70, stderr });
  },
});
