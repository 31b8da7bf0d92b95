/** Statuses as execution traces have them. Source: runtime/tracestatus.go, traceGoStatus and traceProcStatus. */

/** Of a goroutine, in GoStatus and GoStatusStack. */
export const goStatus = { bad: 0, runnable: 1, running: 2, syscall: 3, waiting: 4 } as const;

/** Of a P, in ProcStatus. */
export const procStatus = { bad: 0, running: 1, idle: 2, syscall: 3, syscallAbandoned: 4 } as const;
