import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CommonCode, CommonCodeNode } from 'nestjs-common-code';
import { buildCodeTree } from '../../lib/domain/code-tree.js';
import { type ModelNode, treeOf } from '../support/model-tree.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;

/** Codes in some order, each under any of them, itself included, or under none, or under one that there is not. */
const codes = fc
  .subarray([...NAMES], { minLength: 1 })
  .chain((names) => fc.tuple(fc.shuffledSubarray(names, { minLength: names.length }), parents(names.length)))
  .map(([names, parents]) => names.map((code, index) => codeOf(code, parents[index] ?? null)));

function parents(length: number): fc.Arbitrary<(string | null)[]> {
  return fc.array(fc.constantFrom<string | null>(...NAMES, null, 'gone'), { minLength: length, maxLength: length });
}

function codeOf(code: string, parent: string | null): CommonCode {
  return { group: 'G', code, label: code, sortOrder: null, active: true, parent, attributes: {} };
}

function names(nodes: readonly CommonCodeNode[]): ModelNode[] {
  return nodes.map(({ code, children }) => ({ code, children: names(children) }));
}

describe('design 5: the tree of any codes', () => {
  it('is that of the model: orphans are roots, a cycle is cut once, in itself, and all else keeps place and order', () => {
    fc.assert(
      fc.property(codes, (given) => {
        const { roots, cutAt } = buildCodeTree(given);
        const { orderly, cut } = treeOf(given);
        const all = names(roots);
        const byCode = (nodes: readonly ModelNode[]) => new Map(nodes.map((node) => [node.code, node]));
        expect([...cutAt].sort()).toEqual(cut.map(({ code }) => code).sort());
        expect(all.filter(({ code }) => !cutAt.includes(code))).toEqual(orderly);
        expect(byCode(all.filter(({ code }) => cutAt.includes(code)))).toEqual(byCode(cut));
      }),
      { numRuns: 2_000 },
    );
  });
});
