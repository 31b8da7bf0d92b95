/** The steps of a tree with a change, which is read as any other tree is. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPrograms } from '../../facts/index.ts';
import type { JudgedBy } from '../judge/judged-by.ts';
import type { Change, OverlayFile } from '../overlay/overlay.ts';
import { patched } from '../overlay/overlay.ts';

/**
 * By what the logs of the changed tree are judged. The tree itself stays as it is: its files are linked into `folder`, but for those of the
 * change. Throws an AnchorError, and facts/' errors.
 */
export async function judgedWith(
  name: string,
  goroot: string,
  change: Change,
  folder: string,
): Promise<JudgedBy> {
  const files = patched(join(goroot, 'src/runtime'), [], change);
  const dir = files.length === 0 ? goroot : linked(goroot, files, folder);
  const read = await readPrograms(dir, { part: 'threads' });
  return { name, programs: read.programs, files: Object.fromEntries(read.files) };
}

function linked(goroot: string, files: readonly OverlayFile[], folder: string): string {
  linkAll(goroot, folder, ['src']);
  linkAll(join(goroot, 'src'), join(folder, 'src'), ['runtime']);
  const runtimeDir = join(folder, 'src/runtime');
  linkAll(
    join(goroot, 'src/runtime'),
    runtimeDir,
    files.map((file) => file.name),
  );
  for (const { name, text } of files) writeFileSync(join(runtimeDir, name), text);
  return folder;
}

/** Makes a folder with links to all that another one has, but for some. */
function linkAll(from: string, to: string, without: readonly string[]): void {
  mkdirSync(to);
  for (const name of readdirSync(from))
    if (!without.includes(name)) symlinkSync(join(from, name), join(to, name));
}
