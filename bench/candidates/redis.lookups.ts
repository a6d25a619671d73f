import { Redis } from 'ioredis';
import type { Lookups, PrepareLookups } from './lookups.interface.js';
import { choices, grouped, type PlainCode, plainCodes } from './plain-code.js';

/** Redis over loopback: a hash for each group, and a text for each list. */
export const prepareRedisLookups: PrepareLookups = async ({ rows, redisPort = 6379 }) => {
  const redis = new Redis(redisPort, '127.0.0.1');
  await redis.flushall();
  for (const [name, codes] of grouped(plainCodes(rows))) {
    await redis.hset(`codes:${name}`, Object.fromEntries(codes.map((code) => [code.code, JSON.stringify(code)])));
    await redis.set(`list:${name}`, JSON.stringify(choices(codes)));
  }
  const each = async ({ groups, codes }: Parameters<Lookups['get']>[0], value: (code?: PlainCode) => number) => {
    let sum = 0;
    for (let at = 0; at < groups.length; at += 1) {
      const text = await redis.hget(`codes:${groups[at]}`, codes[at] as string);
      sum += value(text === null ? undefined : (JSON.parse(text) as PlainCode));
    }
    return sum;
  };
  return {
    get: (keys) => each(keys, (code) => Number(code !== undefined)),
    label: (keys) => each(keys, (code) => code?.label.length ?? 0),
    async has({ groups, codes }) {
      let sum = 0;
      for (let at = 0; at < groups.length; at += 1)
        sum += await redis.hexists(`codes:${groups[at]}`, codes[at] as string);
      return sum;
    },
    accepts: (keys) => each(keys, (code) => Number(code?.active === true)),
    async list(groups) {
      let sum = 0;
      for (const group of groups) {
        const text = await redis.get(`list:${group}`);
        sum += text === null ? 0 : (JSON.parse(text) as PlainCode[]).length;
      }
      return sum;
    },
  };
};
