/** Turns of phrase that make a reader read twice, and where a text has them. */

export interface Turn {
  readonly name: string;
  readonly pattern: RegExp;
  /** What to write in its place. */
  readonly instead: string;
  /** Whether pages alone keep clear of it: a comment may be a phrase (`What a reader can do.`), where a page has sentences. */
  readonly ofPages?: true;
  /** Sentences that have it, and sentences near it that are fine. */
  readonly rejects: readonly string[];
  readonly accepts: readonly string[];
}

/** Where a sentence begins: at the beginning of a paragraph, or after the end of another one. */
const begins = String.raw`(?:^|[.!?:] )`;

export const turns: readonly Turn[] = [
  {
    name: 'holds … against',
    pattern: /\b(?:hold|holds|held|holding)\b[^.;:!?]{0,120}? against\b/i,
    instead: 'compares with',
    rejects: ['It holds the answers against the committed ones.', 'Traces are held against the log.'],
    accepts: ['The property holds. Nothing speaks against it.', 'It compares the answers with the log.'],
  },
  {
    name: 'is told',
    ofPages: true,
    pattern: /\b(?:is|are|was|were|be|been) told\b/i,
    instead: 'prints, reports or shows',
    rejects: ['The damage is told by its rule.'],
    accepts: ['nosplit reports the damage.'],
  },
  {
    name: 'at last',
    pattern: /\bat last\b/i,
    instead: 'at the end',
    rejects: ['It prints at last what is left.'],
    accepts: ['At the end it prints what is left.', 'It takes at most a second.'],
  },
  {
    name: 'one after the other',
    pattern: /\bone after (?:the other|another)\b/i,
    instead: 'each, or in turn',
    rejects: ['It asks them one after the other.', 'One after another, they end.'],
    accepts: ['It asks each of them in turn.'],
  },
  {
    name: 'Of a …, at the beginning of a sentence',
    ofPages: true,
    pattern: new RegExp(`${begins}Of (?:a|an|the|its|each|some|what|every|several|two|all|those) `),
    instead: 'the subject first',
    rejects: ['It ends. Of a design that fails, damage is expected.', 'Of the edits, 52 hold.'],
    accepts: ['The end of a design is its last step.', 'Of 58 edits, 52 hold.'],
  },
  {
    name: 'What …, at the beginning of a statement',
    ofPages: true,
    pattern: new RegExp(String.raw`${begins}What [^.?!:]{4,300}\.(?= |$)`),
    instead: 'the subject first',
    rejects: ['What several tests share is in a folder.', 'It ends. What is left is printed.'],
    accepts: ['What does it find?', 'What it found', 'It prints what is left.'],
  },
  {
    name: 'That is why, at the beginning of a sentence',
    pattern: new RegExp(String.raw`${begins}That (?:is|was) (?:why|how|what|where|when)\b`),
    instead: 'so',
    rejects: ['That is why it takes a module.'],
    accepts: ['So it takes a module.', 'That is 0.3 times the rate.'],
  },
  {
    name: 'shall',
    pattern: /\bshall\b/i,
    instead: 'must, should or to',
    rejects: ['It takes a module when it shall use two workers.'],
    accepts: ['It takes a module to use two workers.', 'Marshall wrote it.'],
  },
  {
    name: 'comes to nothing',
    pattern: /\b(?:come|comes|came) to nothing\b/i,
    instead: 'is undefined, or is empty',
    rejects: ['A claim that comes to nothing is not counted.'],
    accepts: ['Nothing comes of it.'],
  },
  {
    name: "nobody's business",
    pattern: /\bnobody.s business\b/i,
    instead: 'does not matter, and why',
    rejects: ["The order is nobody's business."],
    accepts: ['Nobody depends on the order.'],
  },
  {
    name: 'the seed, for the commit',
    pattern:
      /\bthe seed(?:'s| commit| design| has| leaks| violates)\b|\b(?:of|in|from|by|at|than) the seed(?=[,.;:]|$)/i,
    instead: 'the reentrancy commit (CL 587599)',
    rejects: [
      "The seed's leak was known.",
      'It is in the seed commit.',
      'At `small` the seed has 9 transitions.',
    ],
    accepts: ['The seed of the command line is 7.', 'Design `seed` is the reentrancy commit.'],
  },
  {
    name: 'stands in, stands beside',
    ofPages: true,
    pattern: /\bstands? (?:in|at|beside|behind|beneath|below|above|before|under|alone|once|twice)\b/i,
    instead: 'is in, or is beside',
    rejects: ['The folder stands in the repository.', 'The value stands beside each step.'],
    accepts: ['`-` stands for stdin.', 'It is in the repository.'],
  },
];

export interface Paragraph {
  readonly line: number;
  readonly text: string;
}

/** The paragraphs and items of a Markdown page, without its code and headings. */
export function paragraphsOf(markdown: string): Paragraph[] {
  const found: { line: number; text: string }[] = [];
  let code: string | null = null;
  let open = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^ *(```|~~~)/.exec(line)?.[1] ?? null;
    if (code !== null || fence !== null) {
      code = code === null ? fence : fence === code ? null : code;
      open = false;
      continue;
    }
    const text = line.replace(/^\s*(?:[-*|>]|\d+\.)\s+/, '').trim();
    const isNew = text !== line.trim() || !open;
    open = text !== '' && !line.startsWith('#');
    if (!open) continue;
    const last = found.at(-1);
    if (isNew || last === undefined) found.push({ line: index + 1, text });
    else last.text += ` ${text}`;
  }
  return found;
}

/** Comments of a source, each as one paragraph, and every other line that has a text in quotes. */
export function commentsOf(source: string): Paragraph[] {
  const found: { line: number; text: string }[] = [];
  let open = false;
  for (const [index, line] of source.split('\n').entries()) {
    const [, comment] = /^\s*(?:\/\/|\/\*\*?|\*(?!\/)|#)(?: |$)(.*)$/.exec(line) ?? [];
    if (comment === undefined) {
      open = false;
      if (/['"`]/.test(line)) found.push({ line: index + 1, text: line.replace(/^[^'"`]*['"`]/, '') });
      continue;
    }
    const text = comment.replace(/\*\/$/, '').trim();
    const last = found.at(-1);
    if (open && last !== undefined && text !== '') last.text += ` ${text}`;
    else if (text !== '') found.push({ line: index + 1, text });
    open = text !== '';
  }
  return found;
}

/** `line: the words (turn; what to write instead)` of each turn in these paragraphs. */
export const turnsIn = (paragraphs: readonly Paragraph[], isPage: boolean): string[] =>
  paragraphs.flatMap(({ line, text }) =>
    turns.flatMap(({ name, pattern, instead, ofPages }) => {
      const [words] = (isPage || ofPages === undefined ? pattern.exec(text) : null) ?? [];
      return words === undefined ? [] : [`${line}: ${words.slice(0, 100)} (${name}; write: ${instead})`];
    }),
  );
