/**
 * What stands nowhere but in its one place: the environment, the clock, JSON parsing, the way out of the process. And what stands
 * nowhere at all: default exports, barrels, vague names, sleeping or skipped tests, notes to self, addresses of a machine.
 */
import { maskCode } from './mask-code.ts';
import { type Break, lineAt, type SourceFile } from './sources.ts';

/** A pattern that may occur only in some files. */
interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  /** Files the ban is about. */
  readonly among: RegExp;
  /** Files that may. */
  readonly except?: RegExp;
  readonly instead: string;
  /** What the pattern is looked for in: code without strings (default), code with strings, or the whole text. */
  readonly within?: 'code' | 'strings' | 'text';
}

const OUR_CODE = /^(src|workers)\//;
const TESTS = /^test\/.*\.test\.ts$/;
const EVERYTHING = /./;
/** The bans name what they ban. */
const THIS_RULE = /^test\/repo\/bans(\.test)?\.ts$/;

const BANS: readonly Ban[] = [
  {
    what: 'process.env',
    pattern: /\bprocess\s*\.\s*env\b|\bprocess\s*\[/g,
    among: /^(src|workers|bin)\//,
    except: /^src\/config\.ts$/,
    instead: 'take the setting from Config',
  },
  {
    what: 'the clock',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\s*\()|\bperformance\.now\b|\bprocess\.hrtime\b/g,
    among: OUR_CODE,
    except: /^src\/system\.ts$/,
    instead: 'take it from the Clock port',
  },
  {
    what: 'randomness',
    pattern: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/g,
    among: OUR_CODE,
    except: /^src\/system\.ts$/,
    instead: 'take it from the Clock port',
  },
  {
    what: 'JSON.parse',
    pattern: /\bJSON\s*\.\s*parse\b/g,
    among: OUR_CODE,
    except: /^src\/domain\/json\.ts$/,
    instead: 'use parseJson or readOwnJson',
  },
  {
    what: 'process.exit',
    pattern: /\bprocess\s*\.\s*(exit|abort|reallyExit)\s*\(/g,
    among: OUR_CODE,
    // the second Ctrl-C leaves at once
    except: /^(src\/cli\/(main|stop-signals)\.ts|workers\/[\w-]+\.ts)$/,
    instead: 'return an exit code',
  },
  {
    what: 'the global fetch',
    pattern: /(?<!\btypeof )\bglobalThis\s*\.\s*fetch\b/g,
    among: OUR_CODE,
    except: /^(src\/cli\/|workers\/)/,
    instead: 'take a fetch as a parameter',
  },
  {
    what: 'raw HTML',
    pattern: /\bdangerouslySetInnerHTML\b|\.(inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b/g,
    among: OUR_CODE,
    instead: 'render text',
  },
  {
    what: 'code from strings',
    pattern: /\beval\s*\(|\bnew Function\b/g,
    among: OUR_CODE,
    instead: 'write the code',
  },
  {
    what: 'a default export',
    pattern: /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g,
    among: /^(src|workers|test|bin|\.ci)\//,
    except: /(^|\/)vitest\.config\.ts$/,
    instead: 'export by name',
  },
  {
    what: 'a sleeping test',
    pattern: /\bsetTimeout\s*\(|\btimers\/promises\b|\bsetInterval\s*\(/g,
    among: TESTS,
    except: THIS_RULE,
    instead: 'wait for the fact with until(condition), an event or an injected clock',
    within: 'strings',
  },
  {
    what: 'a skipped or narrowed test',
    pattern:
      /\b(it|test|describe|suite)(\.\w+)*\.(skip|only|todo|fails|(skipIf|runIf)(?!\(process\.platform\b))\b|\b(xit|xdescribe|fit|fdescribe)\s*\(/g,
    among: TESTS,
    instead: 'let it run or delete it',
  },
  {
    what: 'a note to self',
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/g,
    among: EVERYTHING,
    except: THIS_RULE,
    instead: 'do it, or file an issue',
    within: 'text',
  },
  {
    what: 'a path of a machine',
    pattern: /(?<![\w.])\/(work|farm|root|home\/[a-z]+|Users\/[a-z]+|tmp\/bash_jobs)\//g,
    among: EVERYTHING,
    except: THIS_RULE,
    instead: 'use a path relative to the checkout',
    within: 'text',
  },
  {
    what: 'the address of a registry',
    pattern: /\bregistry\.(npmjs\.org|yarnpkg\.com|npmmirror\.com)|\bnpm\.pkg\.github\.com|\/artifactory\/|\/repository\/npm/g,
    among: EVERYTHING,
    except: THIS_RULE,
    instead: 'leave it to the settings of npm',
    within: 'text',
  },
];

/** Every banned thing in the files, by line. */
export function findBanned(files: readonly SourceFile[]): Break[] {
  return files.flatMap((file) => {
    const views = {
      text: () => file.text,
      strings: () => maskCode(file.text, { strings: false }),
      code: () => maskCode(file.text, { strings: true }),
    };
    return BANS.filter(({ among, except }) => among.test(file.path) && !except?.test(file.path)).flatMap(
      ({ what, pattern, instead, within = 'code' }) =>
        [...views[within]().matchAll(pattern)].map((match) => ({
          path: file.path,
          line: lineAt(file.text, match.index),
          why: `has ${what} (${match[0]}): ${instead}`,
        })),
    );
  });
}

/** Files that only pass on what others export: they hide where a thing lives. */
export function findBarrels(files: readonly SourceFile[]): Break[] {
  return files
    .filter(({ path, text }) => {
      if (/(^|\/)index\.tsx?$/.test(path)) return true;
      const code = maskCode(text, { strings: false });
      const rest = code.replace(/\bexport\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s*['"][^'"]*['"];?/g, '');
      return rest !== code && rest.trim() === '';
    })
    .map(({ path }) => ({ path, line: 1, why: 'only passes on exports: import from the file itself' }));
}

/** Words that say nothing about a thing; `process`, `handle` and `do` are banned as verbs, `result` alone. */
const VAGUE = new Set(
  'record item entry doc object data info manager service handler helper util records items entries docs objects services helpers utils'.split(
    ' ',
  ),
);
const VAGUE_VERBS = new Set(['process', 'handle', 'do']);

/** Exported names that a library or the language imposes, or that have no better word; each with its reason. */
export const ALLOWED_NAMES: Readonly<Record<string, string>> = {
  MAX_RECORD_BYTES: 'the contract speaks of the cap per record of a source, whatever the record is',
};

function vagueWord(words: readonly string[]): string | null {
  if (words.length === 1 && (words[0] === 'result' || words[0] === 'results')) return words[0];
  const [first = ''] = words;
  if (VAGUE_VERBS.has(first)) return first;
  return words.find((word) => VAGUE.has(word)) ?? null;
}

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_\-.]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

const DECLARED =
  /\bexport\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?|const\s+enum|const|let|class|interface|type|enum)\s+([\w$]+)/g;
const LISTED = /\bexport\s+(?:type\s+)?\{([^}]*)\}/g;

/** Names a file exports. */
export function exportedNames(text: string): { name: string; line: number }[] {
  const code = maskCode(text, { strings: true });
  const declared = [...code.matchAll(DECLARED)].map((match) => ({ name: match[1] ?? '', line: lineAt(text, match.index) }));
  const listed = [...code.matchAll(LISTED)].flatMap((match) =>
    (match[1] ?? '')
      .split(',')
      .map(
        (part) =>
          part
            .replace(/^\s*type\s/, '')
            .split(/\sas\s/)
            .at(-1)
            ?.trim() ?? '',
      )
      .filter((name) => name !== '')
      .map((name) => ({ name, line: lineAt(text, match.index) })),
  );
  return [...declared, ...listed];
}

/** File and export names that break the vocabulary of the house. */
export function findVagueNames(files: readonly SourceFile[]): Break[] {
  return files.flatMap(({ path, text }) => {
    const base =
      path
        .split('/')
        .at(-1)
        ?.replace(/(\.\w+)+$/, '') ?? '';
    const breaks: Break[] = [];
    const inPath = path
      .split('/')
      .map((part) => part.replace(/(\.\w+)+$/, ''))
      .map((part) => vagueWord(wordsOf(part)))
      .find((word) => word !== null);
    if (inPath) breaks.push({ path, line: 1, why: `has the vague word "${inPath}" in its path` });
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(base) && !/\.tsx$/.test(path)) {
      breaks.push({ path, line: 1, why: 'is not named in kebab-case' });
    }
    for (const { name, line } of exportedNames(text)) {
      const word = vagueWord(wordsOf(name));
      if (word !== null && !(name in ALLOWED_NAMES)) breaks.push({ path, line, why: `exports "${name}": "${word}" says nothing` });
    }
    return breaks;
  });
}
