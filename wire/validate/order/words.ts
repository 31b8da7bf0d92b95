/** Statuses in words, for messages. */
import { goStatus, procStatus } from '../../statuses.ts';

const others: Readonly<Record<string, string>> = {
  syscall: 'in a system call',
  syscallAbandoned: 'abandoned in a system call',
};

/** By number. */
const words = (statuses: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(Object.entries(statuses).map(([name, status]) => [status, others[name] ?? name]));

const goWords = words(goStatus);
const procWords = words(procStatus);

export const goWord = (status: number): string => goWords.get(status) ?? String(status);
export const procWord = (status: number): string => procWords.get(status) ?? String(status);
