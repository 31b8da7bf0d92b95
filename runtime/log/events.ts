/** Events about Gs and Ps, by their numbers in a trace (internal/trace/tracev2). */
export const events = {
  ProcStart: 10,
  ProcStop: 11,
  ProcSteal: 12,
  ProcStatus: 13,
  GoCreate: 14,
  GoCreateSyscall: 15,
  GoStart: 16,
  GoDestroy: 17,
  GoDestroySyscall: 18,
  GoStop: 19,
  GoBlock: 20,
  GoUnblock: 21,
  GoSyscallBegin: 22,
  GoSyscallEnd: 23,
  GoSyscallEndBlocked: 24,
  GoStatus: 25,
  GoSwitch: 45,
  GoSwitchDestroy: 46,
  GoCreateBlocked: 47,
  GoStatusStack: 48,
} as const;
export type EventName = keyof typeof events;

const byNumber = new Map<number, EventName>(
  // Sound because `events` has no other keys.
  Object.entries(events).map(([name, number]) => [number, name as EventName]),
);
export const eventName = (number: number): EventName | undefined => byNumber.get(number);

/** Events of which records have a G or P, or a sequence number, by which of their arguments stands first and second; -1 for none. */
export const argumentsOf: Readonly<Partial<Record<EventName, readonly [number, number]>>> = {
  ProcStart: [0, 1],
  ProcSteal: [0, 1],
  ProcStatus: [0, 1],
  GoCreate: [0, -1],
  GoCreateBlocked: [0, -1],
  GoCreateSyscall: [0, -1],
  GoStart: [0, 1],
  GoUnblock: [0, 1],
  GoSwitch: [0, 1],
  GoSwitchDestroy: [0, 1],
  GoSyscallBegin: [0, -1],
  GoStatus: [0, 2],
  GoStatusStack: [0, 2],
};
