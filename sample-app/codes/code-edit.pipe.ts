import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';
import type { CodeEdit } from './code-edit.js';

const CHECKS: Readonly<Record<keyof CodeEdit, (value: unknown) => boolean>> = {
  label: (value) => typeof value === 'string' && value.trim() !== '' && value.length <= 200,
  labelEn: (value) => typeof value === 'string' && value.length <= 200,
  sortOrder: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  active: (value) => typeof value === 'boolean',
};

/** Lets through what may be changed about a code, and nothing else. */
@Injectable()
export class CodeEditPipe implements PipeTransform<unknown, CodeEdit> {
  transform(body: unknown): CodeEdit {
    const given = Object.entries(body ?? {});
    const wrong = given.filter(([field, value]) => !(field in CHECKS && CHECKS[field as keyof CodeEdit](value)));
    if (given.length === 0 || wrong.length > 0) {
      throw new BadRequestException({
        message: 'Send at least one of label, labelEn (texts), sortOrder (integer), active (true or false)',
        fields: wrong.map(([field]) => field),
      });
    }
    return Object.fromEntries(given);
  }
}
