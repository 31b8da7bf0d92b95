/** The files of checkpoints. */
import { host } from '#host';
import type { Files } from '../../host/host.ts';
import { SystemError } from '../../language/system-error.ts';

export const noFiles = (): SystemError =>
  new SystemError('a page has no files to keep a checkpoint in; leave out checkpoint and resume', {
    code: 'options',
  });

/** Throws a SystemError where there are no files. */
export function filesHere(): Files {
  if (host.files === null) throw noFiles();
  return host.files;
}

/** Why the system refuses a file, in its words, without the call and the path that Node puts around them. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^E[A-Z]+: (.*?), \w+/.exec(message)?.[1] ?? message;
}
