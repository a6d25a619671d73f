import { describe, expect, it } from '@jest/globals';
import { Positions } from '../../sample-app/fleet/positions.js';

describe('Positions', () => {
  it('says how far apart the instances came to one position, once', () => {
    const positions = new Positions(3);
    expect(positions.record('a', '5_0', 100)).toBeUndefined();
    expect(positions.record('b', '5_0', 107)).toBeUndefined();
    expect(positions.record('c', '5_0', 112)).toBe(12);
    expect(positions.record('a', '5_0', 120)).toBeUndefined();
  });

  it('waits for one that went further to be followed', () => {
    const positions = new Positions(2);
    positions.record('a', '5_0', 1);
    positions.record('a', '6_0', 2);
    expect(positions.record('b', '5_0', 3)).toBeUndefined();
    expect(positions.record('b', '6_0', 9)).toBe(7);
  });
});
