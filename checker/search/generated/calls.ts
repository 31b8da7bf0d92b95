/** Calls of the user's functions in generated code. */
import type { SystemErrorSite } from '../../language/system-error.ts';

/** In debug mode every call is noted before it is made, and predicates are asked twice. */
export class Calls {
  readonly debug: boolean;
  /** What the calls are noted as, by their numbers in the text. */
  readonly sites: SystemErrorSite[] = [];

  constructor(debug: boolean) {
    this.debug = debug;
  }

  /** The call `text`, an expression; `params` is one, too. */
  note(at: SystemErrorSite, params: string, text: string): string {
    if (!this.debug) return text;
    const site = String(this.sites.push(at) - 1);
    return `(site.at = sites[${site}], site.params = ${params}, ${text})`;
  }

  /** The call of a guard or a property, which has to answer true or false. */
  ask(at: SystemErrorSite, params: string, text: string): string {
    return this.note(at, params, this.debug ? `steady(isTrue(${text}), isTrue(${text}))` : `isTrue(${text})`);
  }
}

/** A text for each word of a state. */
export const eachOf =
  (words: number) =>
  (text: (word: number) => string, separator = ' '): string =>
    Array.from({ length: words }, (_, word) => text(word)).join(separator);
