import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommonCodeCache, CommonCodeModule, getCommonCodeCacheToken } from 'nestjs-common-code';

class Application {}

/** Followers as they are in the pods of a fleet, here in one process, each a module of its own. */
export async function startPods(
  url: string,
  table: string,
  count: number,
  onReady: () => void,
): Promise<CommonCodeCache[]> {
  const names = Array.from({ length: count }, (_, index) => `pod-${index}`);
  const imports = names.map((name) =>
    CommonCodeModule.forRoot({ name, electric: { url }, shape: { table }, startup: { wait: false } }),
  );
  const app = await NestFactory.createApplicationContext({ module: Application, imports }, { logger: false });
  const caches = names.map((name) => app.get<CommonCodeCache>(getCommonCodeCacheToken(name), { strict: false }));
  await Promise.all(caches.map((cache) => cache.whenReady().then(onReady)));
  return caches;
}
