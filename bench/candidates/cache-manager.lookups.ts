import 'reflect-metadata';
import { CACHE_MANAGER, CacheModule } from '@nestjs/cache-manager';
import { NestFactory } from '@nestjs/core';
import type { Cache } from 'cache-manager';
import type { Lookups, PrepareLookups } from './lookups.interface.js';
import { choices, grouped, type PlainCode, plainCodes } from './plain-code.js';

class Application {}

/** Nest's cache, in memory: an entry for each code and for each list. */
export const prepareCacheManagerLookups: PrepareLookups = async ({ rows }) => {
  const app = await NestFactory.createApplicationContext(
    { module: Application, imports: [CacheModule.register()] },
    { logger: false },
  );
  const cache = app.get<Cache>(CACHE_MANAGER, { strict: false });
  for (const [name, codes] of grouped(plainCodes(rows))) {
    for (const code of codes) await cache.set(`${name}:${code.code}`, code);
    await cache.set(name, choices(codes));
  }
  const each = async ({ groups, codes }: Parameters<Lookups['get']>[0], value: (code?: PlainCode) => number) => {
    let sum = 0;
    for (let at = 0; at < groups.length; at += 1) {
      sum += value(await cache.get<PlainCode>(`${groups[at]}:${codes[at]}`));
    }
    return sum;
  };
  return {
    get: (keys) => each(keys, (code) => Number(code !== undefined)),
    label: (keys) => each(keys, (code) => code?.label.length ?? 0),
    has: (keys) => each(keys, (code) => Number(code !== undefined)),
    accepts: (keys) => each(keys, (code) => Number(code?.active === true)),
    async list(groups) {
      let sum = 0;
      for (const group of groups) sum += (await cache.get<PlainCode[]>(group))?.length ?? 0;
      return sum;
    },
  };
};
