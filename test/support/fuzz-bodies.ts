import { mutateBytes } from './fuzz-bytes.js';
import type { Dice } from './fuzz-dice.js';
import { REPLACEMENTS } from './fuzz-replacements.js';
import { mutateStructure } from './fuzz-structure.js';
import { mutateTokens } from './fuzz-tokens.js';

/** Changes a body: its bytes, its tokens, or what it says. */
export function mutateBody(text: string, dice: Dice): { readonly how: string; readonly body: Buffer } {
  const how = dice.weighted({ bytes: 3, tokens: 3, structure: 6, replaced: 1 });
  switch (how) {
    case 'bytes':
      return { how, body: repeatedly(dice, Buffer.from(text), mutateBytes) };
    case 'tokens':
      return { how, body: Buffer.from(repeatedly(dice, text, mutateTokens)) };
    case 'structure':
      return { how, body: Buffer.from(mutateStructure(text, dice)) };
    case 'replaced':
      return { how, body: Buffer.from(dice.pick(REPLACEMENTS)(dice)) };
  }
}

function repeatedly<T>(dice: Dice, value: T, change: (value: T, dice: Dice) => T): T {
  let changed = value;
  for (let times = dice.size(4); times > 0; times -= 1) changed = change(changed, dice);
  return changed;
}
