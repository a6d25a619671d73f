import type { Dice } from './fuzz-dice.js';
import { CONTROLS, LSNS, OPERATIONS, OPS, TXIDS } from './fuzz-message-headers.js';
import { NAMES, oddValue, stringify } from './fuzz-values.js';

type Message = Record<string, unknown>;

/** Messages that are gone, twice, in another order, or that say something else. */
export function mutateStructure(text: string, dice: Dice): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return text;
  }
  const body = Array.isArray(parsed) ? parsed : (parsed as { data?: unknown[] }).data;
  if (!Array.isArray(body)) return stringify(oddValue(dice));
  for (let times = dice.size(4); times > 0; times -= 1) change(body, parsed, dice);
  return stringify(dice.chance(0.02) ? oddValue(dice) : parsed);
}

function change(messages: unknown[], whole: unknown, dice: Dice): void {
  const at = dice.below(messages.length + 1);
  const message = messages[at] as Message | undefined;
  const headers = message?.['headers'] as Message | undefined;
  const value = message?.['value'] as Message | undefined;
  switch (dice.below(18)) {
    case 0:
      return void messages.splice(at, 1);
    case 1:
      return void (message && messages.splice(at, 0, structuredClone(message)));
    case 2:
      return void messages.splice(at, 0, oddValue(dice));
    case 3:
      return void messages.splice(at, 0, {
        headers: { control: dice.chance(0.8) ? dice.pick(CONTROLS) : oddValue(dice) },
      });
    case 4:
      return void messages.reverse();
    case 5: {
      const other = dice.below(messages.length + 1);
      [messages[at], messages[other]] = [messages[other], messages[at]];
      return;
    }
    case 6:
      if (headers) headers['lsn'] = dice.chance(0.8) ? dice.pick(LSNS) : oddValue(dice);
      return;
    case 7:
      if (headers) headers['op_position'] = dice.chance(0.8) ? dice.pick(OPS) : oddValue(dice);
      return;
    case 8:
      if (headers) headers['txids'] = dice.pick(TXIDS);
      return;
    case 9:
      if (headers) headers['last'] = dice.pick([true, false, 'true', 1, null, {}, []]);
      return;
    case 10:
      if (headers) headers['operation'] = dice.pick(OPERATIONS);
      return;
    case 11:
      if (message) message['value'] = oddValue(dice);
      return;
    case 12:
      if (message)
        message['headers'] = dice.chance(0.5)
          ? oddValue(dice)
          : { ...headers, control: dice.pick([5, null, {}, true]) };
      return;
    case 13:
      if (value) replaceIn(value, dice);
      return;
    case 14:
      if (value) delete value[dice.pick(Object.keys(value).concat('?'))];
      return;
    case 15:
      if (value)
        Object.defineProperty(value, dice.pick(NAMES), {
          value: oddValue(dice),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      return;
    case 16:
      if (message) delete message[dice.pick(['headers', 'value', 'key'])];
      return;
    default:
      if (typeof whole === 'object' && whole !== null && !Array.isArray(whole)) replaceIn(whole as Message, dice);
      else if (message && typeof message === 'object') replaceIn(message, dice);
  }
}

/** Somewhere below, one value becomes another. */
function replaceIn(target: Message, dice: Dice): void {
  const keys = Object.keys(target);
  if (keys.length === 0) return;
  const key = dice.pick(keys);
  const inner = target[key];
  if (typeof inner === 'object' && inner !== null && dice.chance(0.6)) {
    replaceIn(inner as Message, dice);
    return;
  }
  Object.defineProperty(target, key, { value: oddValue(dice), enumerable: true, configurable: true, writable: true });
}
