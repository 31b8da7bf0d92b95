/** Where a result goes: stdout, or the file of --out; a file that cannot be written never costs the result. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError, fileError, oneLine } from './errors.ts';
import { exitCode } from './exit-codes.ts';
import { shown } from './terminal.ts';
import type { World } from './world.ts';

/** Throws a UsageError where an execution trace would be written onto a terminal, which takes its bytes for commands. */
export function refuseTerminal({ stdout }: World): void {
  if (stdout.isTTY)
    throw new UsageError('an execution trace is no text; give --out FILE, or send stdout into a file');
}

/** What `write` answers. Throws a UsageError where what the words `named` name, as `--out FILE`, cannot be written. */
export function written<Answer>(
  named: `--${string}`,
  write: () => Answer,
  what: 'file' | 'folder' = 'file',
): Answer {
  try {
    return write();
  } catch (error) {
    throw new UsageError(`${named} cannot be written (${fileError(error)}); choose another ${what}`);
  }
}

/** Writes `text` to the file, or to stdout where there is none or it fails. Returns whether it went where it was meant to. */
export const deliver = (text: string, file: string | undefined, world: Delivering): boolean =>
  failure(text, file, world) === null;

/**
 * The same for a verdict, which keeps its own exit code. One that holds keeps it where the disk is full, and not where the file could never have
 * been written: that is an option to mend.
 */
export function deliverVerdict(
  text: string,
  { out, exit }: { readonly out: string | undefined; readonly exit: number },
  world: Delivering,
): { readonly exit: number; readonly isWritten: boolean } {
  const code = failure(text, out, world);
  const isBadOption = code !== null && !['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'].includes(code);
  return { exit: exit === exitCode.holds && isBadOption ? exitCode.usage : exit, isWritten: code === null };
}

type Delivering = Pick<World, 'stdout' | 'stderr' | 'cwd'>;

/** Node's code of what went wrong; null where nothing did. */
function failure(text: string, file: string | undefined, { stdout, stderr, cwd }: Delivering): string | null {
  if (file === undefined) {
    stdout.write(text);
    return null;
  }
  try {
    writeFileSync(resolve(cwd, file), shown(text));
    return null;
  } catch (error) {
    stdout.write(text);
    stderr.write(
      oneLine(`--out ${file} cannot be written (${fileError(error)}); the result stands on stdout instead`),
    );
    return error instanceof Error && 'code' in error ? String(error.code) : '';
  }
}

/** What a result is laid out for: a file has no colours and no width of its own. */
export const layoutOf = (
  out: string | undefined,
  { stdout }: Pick<World, 'stdout'>,
): { readonly columns: number; readonly colour: boolean } =>
  out === undefined ? stdout : { columns: 100, colour: false };
