/** Rules about code see code: comments and texts are blanked, offsets and lines stay. */
import { describe, expect, it } from 'vitest';
import { maskCode } from './mask-code.ts';
import { readCode } from './sources.ts';

const code = (text: string) => maskCode(text, { strings: true });
const codeAndStrings = (text: string) => maskCode(text, { strings: false });

describe('masking code', () => {
  it('blanks comments and keeps every line', () => {
    expect(codeAndStrings('a; // b\n/* c\nd */ e;')).toBe('a;     \n    \n     e;');
  });

  it('keeps strings for rules that read them, and blanks them for the others', () => {
    expect(codeAndStrings("f('// no comment');")).toBe("f('// no comment');");
    expect(code(`f('JSON.parse', "it\\"s");`)).toBe(`f('${' '.repeat(10)}', "${' '.repeat(5)}");`);
  });

  it('sees the code inside a template and not its text', () => {
    const dollar = '$';
    expect(code(`\`a ${dollar}{f({ g: \`h\` })} b\``)).toBe(`\`  ${dollar}{f({ g: \` \` })}  \``);
  });

  it('takes a slash after a value for a division and after an operator for a pattern', () => {
    expect(code('x = a / b; // c')).toBe('x = a / b;     ');
    expect(code('x = /[\'"]/.test(y);')).toBe('x = /    /.test(y);');
    expect(code('return /[/]"/;')).toBe('return /    /;');
  });

  it('changes no length, whatever it reads', () => {
    for (const { text } of readCode('src', 'test/repo')) expect(code(text)).toHaveLength(text.length);
  });
});
