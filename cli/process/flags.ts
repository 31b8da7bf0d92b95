/** Node's own flags (`node --expose-gc …/bin.js`), as far as a thread takes them. */

/**
 * Starts a thread with the flags of this process, and with `more` before them. Node hands all flags on by itself where a thread has
 * none of its own; where it has, Node refuses those that are about the whole process (V8's, `--title`). They hold in threads anyway.
 */
export function withFlags<T>(
  more: readonly string[],
  start: (own: { readonly execArgv?: string[] }) => T,
  inherited: readonly string[] = process.execArgv,
): T {
  if (more.length === 0) return start({});
  try {
    return start({ execArgv: [...more, ...inherited] });
  } catch (error) {
    const taken = withoutRefused(inherited, error);
    if (taken.length === inherited.length) throw error;
    return withFlags(more, start, taken);
  }
}

/** Without the flags that an error of Node's lists as refused, and without their values. */
function withoutRefused(flags: readonly string[], error: unknown): string[] {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_INVALID_EXEC_ARGV'))
    return [...flags];
  const listed = `, ${error.message.replace(/^.*?: /s, '')}, `;
  const isRefused = (flag = ''): boolean => listed.includes(`, ${flag}, `);
  const isValueOf = (flag: string | undefined, value: string): boolean =>
    isRefused(flag) && !value.startsWith('-');
  return flags.filter((flag, i) => !isRefused(flag) && !isValueOf(flags[i - 1], flag));
}
