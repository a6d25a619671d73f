import type { Dice } from './fuzz-dice.js';

const ODD_BYTES = [
  0x00, 0x01, 0x08, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xe2, 0xef, 0xfe,
  0xff,
];

/** Bytes that are lost, doubled, flipped, from elsewhere. */
export function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + dice.size(64));
  const [before, range, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (dice.below(9)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << dice.below(8));
      return flipped;
    }
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, Buffer.from([dice.pick(ODD_BYTES)]), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([before, range, range, after]);
    case 4:
      return before; // breaks off
    case 5:
      return bytes.subarray(at); // begins late
    case 6: {
      const other = dice.below(bytes.length + 1);
      return Buffer.concat([before, bytes.subarray(other, other + dice.size(200)), after]);
    }
    case 7:
      return Buffer.concat([Buffer.from(dice.pick(['\ufeff', ' \n\t', '\0', ")]}'\n", 'while(1);'])), bytes]);
    default:
      return Buffer.concat([
        bytes,
        dice.chance(0.5) ? bytes : Buffer.from(dice.pick(['\n', ']', '}', '[]', '\0', ','])),
      ]);
  }
}
