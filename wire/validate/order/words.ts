/** Statuses in words, for messages. */
const goWords = ['bad', 'runnable', 'running', 'in a system call', 'waiting'];
const procWords = ['bad', 'running', 'idle', 'in a system call', 'abandoned in a system call'];

export const goWord = (status: number): string => goWords[status] ?? String(status);
export const procWord = (status: number): string => procWords[status] ?? String(status);
