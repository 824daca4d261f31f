import { isoDate, parseIsoDate } from '../../src/core/iso-date.ts';
import { KeepfolioError } from '../../src/core/errors.ts';
import { parseIntent } from '../../src/intent/parse-intent.ts';
import { readArgs, UsageError, type Command } from '../command.ts';
import { readInput } from '../read-input.ts';

/** The clock is read here, at the entry; the parser itself has none. */
const systemDay = (): string => new Date().toISOString().slice(0, 10);

function dayOrRefuse(text: string): ReturnType<typeof isoDate> {
  const day = parseIsoDate(text);
  if (day === null || day !== text)
    throw new KeepfolioError('not-a-date', `"${text}" is not a day.`, 'Write it as YYYY-MM-DD.');
  return day;
}

async function runCases(file: string, today: string): Promise<unknown> {
  let doc: unknown;
  try {
    doc = JSON.parse(new TextDecoder().decode(await readInput(file)));
  } catch (e) {
    if (e instanceof KeepfolioError) throw e;
    throw new KeepfolioError(
      'not-json',
      `${file} is not a JSON file.`,
      'Expected an array of {id, text, today}.',
    );
  }
  if (!Array.isArray(doc))
    throw new KeepfolioError(
      'not-cases',
      `${file} holds no list of cases.`,
      'Expected an array of {id, text, today}.',
    );
  return doc.map((entry: unknown) => {
    const c = (typeof entry === 'object' && entry !== null ? entry : {}) as {
      id?: unknown;
      text?: unknown;
      today?: unknown;
    };
    const day = typeof c.today === 'string' ? c.today : today;
    return {
      id: c.id ?? null,
      output: parseIntent(typeof c.text === 'string' ? c.text : '', dayOrRefuse(day)),
    };
  });
}

export const command: Command = {
  usage: `usage: keepfolio intent "TEXT" [--today DATE]
       keepfolio intent --cases FILE
  Reads goals from plain English. --cases reads an array of {id, text, today} and prints [{id, output}].`,
  async run(args) {
    const { values, positionals } = readArgs(args, { today: { type: 'string' }, cases: { type: 'string' } });
    const today = values.today ?? systemDay();
    if (values.cases !== undefined) {
      if (positionals.length > 0) throw new UsageError('give a text or --cases, not both');
      return runCases(values.cases, today);
    }
    if (positionals.length !== 1) throw new UsageError('give one text in quotes');
    return parseIntent(positionals[0] as string, dayOrRefuse(today));
  },
};
