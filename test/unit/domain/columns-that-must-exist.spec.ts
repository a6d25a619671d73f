import { describe, expect, it } from '@jest/globals';
import { type ColumnMapping, CommonCodeConfigurationError } from 'nestjs-common-code';
import { compileRowMapper } from '../../../lib/domain/row-mapper.js';
import { DEFAULT_COLUMNS } from './domain-under-test.js';

describe('design 5: columns that must exist', () => {
  const compile = (mapping: ColumnMapping, columns: readonly string[], primaryKey: readonly string[] = ['id']) => {
    try {
      compileRowMapper(mapping, { columns, primaryKey });
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(CommonCodeConfigurationError);
      return (error as CommonCodeConfigurationError).problems;
    }
  };

  it('are the default group, code and label: one error names all, and lists what the table has', () => {
    const has = 'the table has "id", "name"';
    expect(compile({}, ['id', 'name'])).toEqual([
      `mapping.group: there is no column "group_code"; ${has}`,
      `mapping.code: there is no column "code"; ${has}`,
      `mapping.label: there is no column "code_name"; ${has}`,
    ]);
  });

  it.each(['group', 'code', 'label', 'sortOrder', 'active', 'parent', 'attributes'] as const)(
    'are those that the user named: mapping.%s',
    (property) => {
      const problems = compile({ [property]: 'Nope' }, [...DEFAULT_COLUMNS, 'id']);
      expect(problems).toEqual([
        expect.stringContaining(`mapping.${property}: there is no column "Nope"; the table has`),
      ]);
      for (const column of DEFAULT_COLUMNS) expect(problems[0]).toContain(JSON.stringify(column));
    },
  );

  it('are not the other defaults, nor what a function stands in for', () => {
    expect(compile({}, ['id', 'group_code', 'code', 'code_name'])).toEqual([]);
    const value = () => 'x';
    expect(compile({ group: value, code: value, label: value }, ['id'])).toEqual([]);
  });

  it('are told together with a missing primary key (I9)', () => {
    expect(compile({ label: 'nm' }, DEFAULT_COLUMNS, [])).toEqual([
      expect.stringContaining('mapping.label'),
      expect.stringMatching(/^shape\.table: .*no primary key/),
    ]);
    expect(compile({}, DEFAULT_COLUMNS, [])).toHaveLength(1);
  });

  it('are all in the message of the error', () => {
    const error = new CommonCodeConfigurationError(['first: x', 'second: y']);
    expect(error.message).toContain('first: x');
    expect(error.message).toContain('second: y');
    expect(error.name).toBe('CommonCodeConfigurationError');
  });
});
