/**
 * Limits of a thread, be it the checker's or the command's, as `resourceLimits` of a Worker takes them. V8 reserves 512 MiB of addresses for
 * the code of each thread, and ends the process where `ulimit -v` has no room for them; a quarter is plenty.
 */
export const threadLimits = { codeRangeSizeMb: 128 } as const;
