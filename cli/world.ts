/** The world as commands see it; the process gives the real one and tests give their own. */

export interface Out {
  write(text: string): void;
  /**
   * Resolves once the bytes were taken and may be overwritten, so that a slow reader holds up whoever writes; to false
   * where nobody reads any more.
   */
  writeBytes(bytes: Uint8Array): Promise<boolean>;
  readonly isTTY: boolean;
  /** Columns to lay text out in. */
  readonly columns: number;
  readonly colour: boolean;
}

/** What is said and returned in place of a command that was ended because it took too long. */
export interface LastWords {
  readonly exit: number;
  /** The result, for stdout or for the file `out`. */
  readonly text: string;
  readonly out: string | undefined;
  /** For stdout, where the result went to a file. */
  readonly beside: string;
  readonly stderr: string;
}

export interface Stdin {
  readonly isTTY: boolean;
  chunks(): AsyncIterable<Uint8Array>;
}

export interface World {
  readonly stdout: Out;
  readonly stderr: Out;
  /** What is sent in; only commands that take `-` read it. */
  readonly stdin: Stdin;
  /** The directory that relative paths start from. */
  readonly cwd: string;
  readonly cores: number;
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls `first` at the first interrupt; a second one ends the process. Returns a function that takes it back. */
  onInterrupt(first: () => void): () => void;
  /**
   * Ends the command with these words, unless it ends or calls this again within `ms` and half a second. It works while a
   * model's function does not return, too, where the command runs on a thread.
   */
  endAfter(ms: number, words: LastWords): void;
  /** Says that code of a user's module may run from now on, so that its failures are put down to it. */
  runsModel(model: ModelCode): void;
}

/** Code that is not ours: what messages call it, and where it is. */
export interface ModelCode {
  readonly name: string;
  readonly url: string;
}
