import { describe, expect, it } from '@jest/globals';
import type { CommonCode, CommonCodeNode } from 'nestjs-common-code';
import { buildCodeTree } from '../../../lib/domain/code-tree.js';
import { codeOf, rowOf, TableUnderTest } from './domain-under-test.js';

/** `'b<a'`: b hangs under a. */
function codes(...names: readonly string[]): CommonCode[] {
  return names.map((name) => {
    const [code, parent = null] = name.split('<') as [string, string?];
    return codeOf({ code, parent });
  });
}

/** A forest as text: `a(b c(d))`. */
function show(nodes: readonly CommonCodeNode[]): string {
  return nodes.map(({ code, children }) => (children.length > 0 ? `${code}(${show(children)})` : code)).join(' ');
}

const treeOf = (...names: readonly string[]) => {
  const { roots, cutAt } = buildCodeTree(codes(...names));
  return { tree: show(roots), cutAt };
};

describe('design 5: tree', () => {
  it('hangs codes under their parents, keeping their order, wherever the parent stands', () => {
    expect(treeOf('c<a', 'a', 'd<b', 'b<a', 'e<a')).toEqual({ tree: 'a(c b(d) e)', cutAt: [] });
  });

  it('takes an orphan for a root', () => {
    expect(treeOf('a<gone', 'b<a', 'c')).toEqual({ tree: 'a(b) c', cutAt: [] });
  });

  it('is empty for nothing', () => {
    expect(treeOf()).toEqual({ tree: '', cutAt: [] });
  });

  it('gives nodes that are the code and its children, frozen', () => {
    const [parent, child] = [codeOf({ code: 'a', attributes: { x: 1 } }), codeOf({ code: 'b', parent: 'a' })];
    const { roots } = buildCodeTree([parent, child]);
    expect(roots).toEqual([{ ...parent, children: [{ ...child, children: [] }] }]);
    const [root] = roots;
    const frozen = [roots, root, root?.children, root?.children[0], root?.children[0]?.children];
    expect(frozen.map(Object.isFrozen)).toEqual([true, true, true, true, true]);
  });
});

describe('design 5: a cycle in the tree', () => {
  it.each([
    ['of one', ['a<a'], 'a', ['a']],
    ['of two', ['a<b', 'b<a'], 'a(b)', ['a']],
    ['of three', ['b<a', 'c<b', 'a<c'], 'b(c(a))', ['b']],
    ['beside a tree', ['x', 'a<b', 'b<a', 'y<x'], 'x(y) a(b)', ['a']],
    ['and another', ['a<b', 'c<d', 'b<a', 'd<c'], 'a(b) c(d)', ['a', 'c']],
  ])('%s is cut once, at its first code', (_, names, tree, cutAt) => {
    expect(treeOf(...names)).toEqual({ tree, cutAt });
  });

  it('is cut in the cycle and nowhere else: what hangs on it stays where it hangs', () => {
    expect(treeOf('a<b', 'b<a', 'tail<a', 'more<tail')).toEqual({ tree: 'a(b tail(more))', cutAt: ['a'] });
  });

  it('is cut in the cycle and nowhere else, even if what hangs on it comes first', () => {
    expect(treeOf('tail<a', 'a<b', 'b<a')).toEqual({ tree: 'a(tail b)', cutAt: ['a'] });
  });
});

describe('design 5: tree of a group', () => {
  const table = new TableUnderTest(['group_code', 'code'], { parent: 'up' }, [
    'group_code',
    'code',
    'code_name',
    'use_yn',
    'up',
  ]);
  const row = (code: string, up: string | null, use_yn = 'Y') => rowOf({ code, code_name: code, up, use_yn });

  it('has active codes only: those under an inactive one are roots', () => {
    table.reset(row('a', null, 'N'), row('b', 'a'), row('c', 'b'), row('d', 'b', 'N'));
    expect(show(table.snapshot.tree('G'))).toBe('b(c)');
  });

  it('reports a cycle, with the group and where it was cut', () => {
    table.reset(row('a', 'b'), row('b', 'a'), row('c', null));
    expect(show(table.snapshot.tree('G'))).toBe('c a(b)');
    expect(table.cycles).toEqual([{ group: 'G', cutAt: ['a'] }]);
  });

  it('reports no cycle that is broken by an inactive code', () => {
    table.cycles.length = 0;
    table.reset(row('a', 'b'), row('b', 'a', 'N'));
    expect(show(table.snapshot.tree('G'))).toBe('a');
    expect(table.cycles).toEqual([]);
  });

  it.each([
    ['a chain', null],
    ['a cycle', '49999'],
  ])('of 50,000 in %s does not exhaust the stack', (_, top) => {
    const rows = Array.from({ length: 50_000 }, (_, index) => row(`${index}`, index === 0 ? top : `${index - 1}`));
    table.reset(...rows);
    let depth = 0;
    let nodes = table.snapshot.tree('G');
    expect(nodes).toHaveLength(1);
    for (; nodes.length > 0; nodes = nodes[0]?.children ?? []) depth += 1;
    expect(depth).toBe(50_000);
  });
});
