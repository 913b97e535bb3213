import { HttpTestingController } from '@angular/common/http/testing';
import { fakeAsync, TestBed, tick } from '@angular/core/testing';
import { ApiService } from '../frontend/app/services/api.service';
import { Problem, problemOf } from '../frontend/app/services/problem';
import { SessionService } from '../frontend/app/services/session.service';
import { asked, demande, Host, OFFER, world } from './world';

const SILENT = new ProgressEvent('error');

describe('the client of the API', () => {
  let http: HttpTestingController;
  let api: ApiService;

  beforeEach(() => {
    http = world();
    api = TestBed.inject(ApiService);
  });
  afterEach(() => http.verify());

  it('tells who asks, by the token of the moment', () => {
    api.taches().subscribe();
    expect(asked(http, 'GET', '/taches').request.headers.get('Authorization')).toBe('Bearer jeton');
    Host.current = null;
    api.taches().subscribe();
    expect(asked(http, 'GET', '/taches').request.headers.has('Authorization')).toBeFalse();
  });

  it('reads again twice when no answer comes, then says so', fakeAsync(() => {
    let problem: Problem | null = null;
    api.taches().subscribe({ error: (error) => (problem = problemOf(error)) });
    asked(http, 'GET', '/taches').error(SILENT);
    tick(999);
    http.expectNone('/api/taches');
    tick(1);
    asked(http, 'GET', '/taches').flush('', { status: 502, statusText: 'Bad Gateway' });
    tick(3000);
    asked(http, 'GET', '/taches').error(SILENT);
    tick(60_000);
    expect(problem).toEqual(jasmine.objectContaining({ status: 0, code: 'no_answer' }));
  }));

  it('reads once what is refused', fakeAsync(() => {
    const codes: string[] = [];
    api.taches().subscribe({ error: (error) => codes.push(problemOf(error).code) });
    asked(http, 'GET', '/taches').flush({ code: 'forbidden', detail: 'Non.' }, { status: 403, statusText: 'Forbidden' });
    tick(60_000);
    expect(codes).toEqual(['forbidden']);
  }));

  it('sends a POST that got no answer once more, under the same key; another has another', fakeAsync(() => {
    api.create({ objet_detail: 'Étude' }).subscribe({ error: () => undefined });
    const first = asked(http, 'POST', '/demandes');
    const key = first.request.headers.get('Idempotency-Key');
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    first.error(SILENT);
    tick(1000);
    const second = asked(http, 'POST', '/demandes');
    expect(second.request.headers.get('Idempotency-Key')).toBe(key);
    second.error(SILENT);
    tick(60_000);
    api.create({}).subscribe();
    expect(asked(http, 'POST', '/demandes').request.headers.get('Idempotency-Key')).not.toBe(key);
  }));

  it('never sends a change again by itself', fakeAsync(() => {
    let failed = 0;
    api.edit('d1', { objet_detail: 'Étude' }).subscribe({ error: () => failed++ });
    asked(http, 'PATCH', '/demandes/d1').error(SILENT);
    tick(60_000);
    expect(failed).toBe(1);
  }));

  it('bases a change on the version it has read', () => {
    api.demande('d1').subscribe();
    asked(http, 'GET', '/demandes/d1').flush(demande(), { headers: { ETag: '"4"' } });
    api.edit('d1', {}).subscribe();
    const first = asked(http, 'PATCH', '/demandes/d1');
    expect(first.request.headers.get('If-Match')).toBe('"4"');
    first.flush(demande(), { headers: { ETag: '"5"' } });
    api.depose('d1', 3).subscribe();
    expect(asked(http, 'POST', '/demandes/d1/depot').request.headers.get('If-Match')).toBe('"5"');
    api.edit('d2', {}).subscribe();
    expect(asked(http, 'PATCH', '/demandes/d2').request.headers.has('If-Match')).toBeFalse();
  });

  it('knows the version of a demande it has just made, and of the lots it has listed', () => {
    api.create({}).subscribe();
    asked(http, 'POST', '/demandes').flush(demande({ id_demande: 'new' }), { headers: { ETag: '"1"' } });
    api.edit('new', {}).subscribe();
    expect(asked(http, 'PATCH', '/demandes/new').request.headers.get('If-Match')).toBe('"1"');
    api.lots('d1').subscribe();
    asked(http, 'GET', '/demandes/d1/lots').flush([{ id_lot: 'l1', version: 9 }]);
    api.decide('l1', { kind: 'accept' }).subscribe();
    expect(asked(http, 'POST', '/lots/l1/decision').request.headers.get('If-Match')).toBe('"9"');
    // To read or to preview changes nothing: no version is asked for.
    api.openLot('l1').subscribe();
    expect(asked(http, 'POST', '/lots/l1/session').request.headers.has('If-Match')).toBeFalse();
    api.preview('l1', {}).subscribe();
    expect(asked(http, 'POST', '/lots/l1/apercu').request.headers.has('If-Match')).toBeFalse();
  });

  it('writes a register under the version told', () => {
    api.write('PUT', '/groupes/RAPACES', {}, 2).subscribe();
    expect(asked(http, 'PUT', '/groupes/RAPACES').request.headers.get('If-Match')).toBe('"2"');
    api.write('PUT', '/groupes/RAPACES', {}, '*').subscribe();
    expect(asked(http, 'PUT', '/groupes/RAPACES').request.headers.get('If-Match')).toBe('*');
  });

  it('asks for the form once, and again after a failure', fakeAsync(() => {
    api.form().subscribe({ error: () => undefined });
    asked(http, 'GET', '/form').flush('', { status: 500, statusText: 'Error' });
    const found: unknown[] = [];
    api.form().subscribe((offer) => found.push(offer));
    asked(http, 'GET', '/form').flush(OFFER);
    api.form().subscribe((offer) => found.push(offer));
    http.expectNone('/api/form');
    expect(found).toEqual([OFFER, OFFER]);
  }));

  it('ends the session when a login is wanted, and only then', () => {
    const session = TestBed.inject(SessionService);
    api.edit('d1', {}).subscribe({ error: () => undefined });
    asked(http, 'PATCH', '/demandes/d1').flush('', { status: 403, statusText: 'Forbidden' });
    expect(session.expired$.value).toBeFalse();
    api.edit('d1', {}).subscribe({ error: () => undefined });
    asked(http, 'PATCH', '/demandes/d1').flush('', { status: 401, statusText: 'Unauthorized' });
    expect(session.expired$.value).toBeTrue();
  });
});

describe('a session that ended', () => {
  let session: SessionService;
  let renewals = 0;

  beforeEach(() => {
    world();
    session = TestBed.inject(SessionService);
    renewals = 0;
    session.renewed$.subscribe(() => renewals++);
  });

  it('is taken up by another token, never by the one that was refused, nor twice', () => {
    session.expire('jeton');
    window.dispatchEvent(new Event('focus'));
    Host.current = null;
    window.dispatchEvent(new Event('storage'));
    expect([session.expired$.value, renewals]).toEqual([true, 0]);
    Host.current = 'autre';
    window.dispatchEvent(new Event('storage'));
    window.dispatchEvent(new Event('focus'));
    expect([session.expired$.value, renewals]).toEqual([false, 1]);
  });

  it('goes on when a call of before the new login is refused after it', () => {
    const http = TestBed.inject(HttpTestingController);
    TestBed.inject(ApiService).edit('d1', {}).subscribe({ error: () => undefined });
    const late = asked(http, 'PATCH', '/demandes/d1');
    session.expire('jeton');
    Host.current = 'autre';
    window.dispatchEvent(new Event('storage'));
    expect([session.expired$.value, renewals]).toEqual([false, 1]);
    late.flush('', { status: 401, statusText: 'Unauthorized' });
    // Asked again with the new login, which nobody has refused.
    expect([session.expired$.value, renewals]).toEqual([false, 2]);
  });

  it('is not renewed when it never ended', () => {
    Host.current = 'autre';
    session.look();
    expect(renewals).toBe(0);
  });

  it('opens the login beside the page', () => {
    const open = spyOn(window, 'open');
    session.openLogin();
    expect(open).toHaveBeenCalledOnceWith('/connexion', '_blank', 'noopener');
  });
});
