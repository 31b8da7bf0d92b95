/** What a verdict says of Gs and Ps. */
export interface SchedulerReport {
  /** Changes of statuses, and how many of them are steps of the programs. */
  readonly changes: number;
  readonly read: number;
  /** The others, by the function that makes them. */
  readonly unread: Readonly<Record<string, number>>;
  /** Events that were judged as a reader of the trace would, and Gs and Ps. */
  readonly events: number;
  readonly resources: number;
  /** At how many places of a program an M may have been at once, at most. */
  readonly frontier: number;
}
