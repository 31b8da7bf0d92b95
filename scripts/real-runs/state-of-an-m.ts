/** What the second judge keeps of each M. */

/** A section: its sentence, of letters with addresses, its last event, and the number that nextSeq gave. */
export interface Section {
  readonly gen: number;
  words: string[];
  last: string;
  number: number;
  isWriting: boolean;
  isDue: boolean;
}

/** What it knows of an M. */
export interface M {
  readonly sections: Section[];
  /** The G that it ran last, whether it runs, and its P: 0 for none, -1 where it is not known. */
  g: number;
  runs: boolean;
  /** The goroutine that its last event has. */
  goid: number;
  p: number;
  /** The G whose scan bit it has; the new one that it has to reset. */
  scans: number;
  fresh: number;
  /** The P of which its last record was. */
  begun: number;
  /** It has raised its flag, and loads the generation next. */
  opens: boolean;
}
