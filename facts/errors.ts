/** What a Go tree can be wrong about: it is no Go tree, or its tracer is none that the model knows. */

/** A directory that cannot be read as a Go tree; the message is one line that says what to do next. */
export class GoTreeError extends Error {
  override name = 'GoTreeError';
}

/**
 * A part of the tracer that matches no known design. It is said and never guessed: a verdict about a protocol other than
 * the tree's own would be worth less than none.
 */
export class UnrecognizedShape extends GoTreeError {
  override name = 'UnrecognizedShape';
  /** The Go function, or the declaration, that was not recognised. */
  readonly subject: string;
  /** File name in `runtime/`. */
  readonly file: string;
  /** Line of the declaration, from 1. */
  readonly line: number;
  /** What stands there, and what a known release has: the end of a sentence about the subject. */
  readonly why: string;

  constructor(
    subject: string,
    place: { readonly file: string; readonly line: number },
    why: string,
    next = 'check a known design with --design, or teach this shape to facts/',
  ) {
    super(`${subject} at ${place.file}:${place.line} matches no known design: ${why}; ${next}`);
    this.subject = subject;
    this.file = place.file;
    this.line = place.line;
    this.why = why;
  }
}
