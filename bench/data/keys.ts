import { codeAt } from './codes.js';

/** Keys to look up: the groups and the codes stand at the same places. */
export interface Keys {
  readonly groups: readonly string[];
  readonly codes: readonly string[];
}

/** As literals of the source are: one string for each value in the process, its hash known. */
export type KeyKind = 'literals' | 'fresh strings';

/** One key in this many is of no code. */
const UNKNOWN = 20;
/** An application has not more literals than this. */
const LITERALS = 1_000;

interface Place {
  readonly from: number;
  readonly comma: number;
  readonly to: number;
}

/** Keys of codes all over the table, as often as they are wanted. */
export class KeySource {
  private readonly text: string;
  private readonly places: readonly Place[];
  private readonly literals: Keys;

  constructor(rows: number, count: number) {
    const lines = Array.from({ length: count }, (_, index) => {
      const { group_code, code } = codeAt((index * 7919) % rows, rows);
      return `${group_code},${code}${index % UNKNOWN === 0 ? '-x' : ''}`;
    });
    this.text = Buffer.from(lines.join('')).toString(); // in one piece
    let end = 0;
    this.places = lines.map((line) => {
      const from = end;
      end += line.length;
      return { from, comma: from + line.indexOf(','), to: end };
    });
    const { groups, codes } = this.cut(0, LITERALS);
    this.literals = { groups: groups.map(internalize), codes: codes.map(internalize) };
  }

  take(kind: KeyKind, count: number, pass: number): Keys {
    if (kind === 'fresh strings') return this.cut((pass * count) % this.places.length, count);
    const { groups, codes } = this.literals;
    const again = (values: readonly string[]) =>
      Array.from({ length: count }, (_, index) => values[index % LITERALS] ?? '');
    return { groups: again(groups), codes: again(codes) };
  }

  /**
   * As keys come out of requests and rows: cut out of a longer text, every other one put together of two pieces. Nobody has
   * seen the strings before; their hash is not known.
   */
  private cut(first: number, count: number): Keys {
    const { text, places } = this;
    const groups: string[] = [];
    const codes: string[] = [];
    for (let index = first; index < first + count; index += 1) {
      const { from, comma, to } = places[index % places.length] as Place;
      if (index % 2 === 0) {
        groups.push(text.slice(from, comma));
        codes.push(text.slice(comma + 1, to));
      } else {
        groups.push(text.slice(from, from + 4) + text.slice(from + 4, comma));
        codes.push(text.slice(comma + 1, to - 2) + text.slice(to - 2, to));
      }
    }
    return { groups, codes };
  }
}

/** What is the name of a property is internalized, as literals are. */
function internalize(text: string): string {
  return Object.keys({ [text]: true })[0] ?? '';
}
