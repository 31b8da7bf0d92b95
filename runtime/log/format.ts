/**
 * Where things stand in a log's file: one line of JSON, zeros; a page of words that the recorded program keeps up to date; the records;
 * and, once `nosplit record` has seen the program end, one more line of JSON.
 */

/** The room of the first line, its zeros included. */
export const LOG_HEADER_BYTES = 4096;

/** Offset of the first record. */
export const LOG_START = 8192;

/** Offsets of the words between the two, each 64 bits, little endian. */
export const control = {
  /** The size of the mapping, which `nosplit record` writes. */
  capacity: 4096,
  /** 1 once a process writes to the log. */
  claimed: 4104,
  /** Offset of the end of the last complete record; 0 where there is none. */
  used: 4112,
  records: 4120,
  /** 1 where the log was too small. */
  full: 4128,
  /** Processes that found the log taken. */
  others: 4136,
  /** The highest m.id. */
  mMax: 4144,
  /** Bytes of a traceBuf's array. */
  room: 4152,
  /** Of a run that follows a schedule: steps that it followed, how that ended, and the code of the step that came instead. */
  followed: 4160,
  outcome: 4168,
  got: 4176,
} as const;
