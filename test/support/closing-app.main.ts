/** A process of its own with an application in it: follows, closes when told to, and has then to end by itself. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { CommonCodeCache, CommonCodeModule, type CommonCodeModuleOptions } from 'nestjs-common-code';

const options = JSON.parse(process.argv[2] ?? '{}') as CommonCodeModuleOptions;
const app = await NestFactory.createApplicationContext(CommonCodeModule.forRoot(options), { logger: false });
await app.get(CommonCodeCache).whenReady();
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.destroy();
await app.close();
process.stdout.write(`closed ${app.get(CommonCodeCache).label('COLOR', 'R')}\n`);
