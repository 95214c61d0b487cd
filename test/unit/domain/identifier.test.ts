import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseId, parseIdentifier, prefixed } from '../../../src/domain/identifier.ts';
import { ID_KINDS } from '../../../src/domain/listing.ts';

describe('parseIdentifier', () => {
  test.each([
    ['2401.01230', 'arxiv:2401.01230', null],
    ['2401.01230v2', 'arxiv:2401.01230', 2],
    ['arXiv:2401.01230v12', 'arxiv:2401.01230', 12],
    ['arXiv: 0704.0010', 'arxiv:0704.0010', null],
    ['hep-th/9901001', 'arxiv:hep-th/9901001', null],
    ['math.GT/0309136v3', 'arxiv:math/0309136', 3],
    ['https://arxiv.org/abs/2401.01230', 'arxiv:2401.01230', null],
    ['http://www.arxiv.org/pdf/2401.01230v1.pdf', 'arxiv:2401.01230', 1],
    ['arxiv.org/abs/hep-th/9901001', 'arxiv:hep-th/9901001', null],
    ['https://export.arxiv.org/abs/2401.01230?context=cs', 'arxiv:2401.01230', null],
    ['https://www.alphaxiv.org/overview/2401.01230', 'arxiv:2401.01230', null],
    ['https://huggingface.co/papers/2401.01230#comments', 'arxiv:2401.01230', null],
    ['https://ar5iv.labs.arxiv.org/html/2401.01230', 'arxiv:2401.01230', null],
    ['oai:arXiv.org:0704.0002', 'arxiv:0704.0002', null],
    ['10.48550/arXiv.2401.01230', 'arxiv:2401.01230', null],
    ['https://doi.org/10.48550/ARXIV.2401.01230', 'arxiv:2401.01230', null],
    ['10.1234/ABC.def', 'doi:10.1234/abc.def', null],
    ['doi:10.1234/abc.', 'doi:10.1234/abc', null],
    ['<https://dx.doi.org/10.1234/a(b)c>,', 'doi:10.1234/a(b)c', null],
    ['(10.1234/abc)', 'doi:10.1234/abc', null],
    ['https://doi.org/10.1002/%28SICI%291', 'doi:10.1002/(sici)1', null],
    ['pmid: 00123', 'pmid:123', null],
    ['https://pubmed.ncbi.nlm.nih.gov/123456/', 'pmid:123456', null],
    ['pmc123', 'pmcid:PMC123', null],
    ['https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/', 'pmcid:PMC123', null],
    ['https://aclanthology.org/2023.acl-long.12.pdf', 'acl:2023.acl-long.12', null],
    ['2023.acl-long.12', 'acl:2023.acl-long.12', null],
    ['acl:P18-1001', 'acl:P18-1001', null],
    ['https://openreview.net/forum?id=AbC_d-12x&noteId=1', 'openreview:AbC_d-12x', null],
    ['https://openalex.org/w2741809807', 'openalex:W2741809807', null],
    ['CorpusID:215416146', 's2:215416146', null],
    ['https://dblp.org/rec/conf/stone/Rock31.html', 'dblp:conf/stone/Rock31', null],
  ])('reads %j as %s', (text, id, version) => {
    const found = parseIdentifier(text);
    expect(found && prefixed(found.kind, found.id)).toBe(id);
    expect(found?.version).toBe(version);
  });

  test.each([
    '',
    'stone',
    '123456',
    '2401.0123',
    '0704.00010',
    '2413.01230',
    '704.001',
    '10.1/x',
    '10.1234/',
    'work:0123456789abcdef',
    'https://example.org/2401.01230',
    'madeup/9901001',
    'urn:x',
    'arxiv:',
    'https://arxiv.org/',
    'https://%',
  ])('makes nothing of %j', (text) => expect(parseIdentifier(text)).toBeNull());

  test('reads its own spelling back', () => {
    const year = fc.integer({ min: 15, max: 99 });
    const month = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(year, month, fc.integer({ min: 1, max: 99_999 }), fc.option(fc.integer({ min: 1, max: 99 })), (y, m, n, v) => {
        const id = `${y}${String(m).padStart(2, '0')}.${String(n).padStart(5, '0')}`;
        const forms = [id, `arXiv:${id}`, `https://arxiv.org/abs/${id}`, `https://arxiv.org/pdf/${id}`].map((form) =>
          v ? `${form}v${v}` : form,
        );
        for (const form of forms) expect(parseIdentifier(form)).toEqual({ kind: 'arxiv', id, version: v });
      }),
    );
  });

  test('never throws, and gives only what it reads back as the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string().map((text) => `https://doi.org/10.1234/${text}`),
        ),
        (text) => {
          const found = parseIdentifier(text);
          if (found) expect(normaliseId(found.kind, found.id)).toMatchObject({ kind: found.kind, id: found.id });
        },
      ),
    );
  });
});

describe('normaliseId', () => {
  test('takes a bare id where the field names its kind', () => {
    expect(normaliseId('pmid', '0123')).toEqual({ kind: 'pmid', id: '123', version: null });
    expect(normaliseId('openalex', 'w12345')).toEqual({ kind: 'openalex', id: 'W12345', version: null });
    expect(normaliseId('openreview', 'AbCd12_x')).toEqual({ kind: 'openreview', id: 'AbCd12_x', version: null });
  });

  test('tells an arXiv DOI in a DOI field for what it is', () => {
    expect(normaliseId('doi', '10.48550/arXiv.2401.01230v2')).toEqual({ kind: 'arxiv', id: '2401.01230', version: 2 });
  });

  test('refuses an id of another kind', () => {
    expect(normaliseId('pmid', 'arXiv:2401.01230')).toBeNull();
    expect(normaliseId('arxiv', '10.1234/x')).toBeNull();
    for (const kind of ID_KINDS) expect(normaliseId(kind, '')).toBeNull();
  });
});
