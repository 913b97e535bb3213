import { HttpTestingController, TestRequest } from '@angular/common/http/testing';
import { ComponentFixture, fakeAsync, TestBed, tick } from '@angular/core/testing';
import { convertToParamMap } from '@angular/router';
import { Demande } from '../frontend/app/models/api';
import { FormComponent } from '../frontend/app/pages/form.component';
import { DraftService } from '../frontend/app/services/draft.service';
import { SessionService } from '../frontend/app/services/session.service';
import { asked, demande, Host, OFFER, ROUTE, world } from './world';

const QUIET = 900;

describe('the form', () => {
  let http: HttpTestingController;
  let fixture: ComponentFixture<FormComponent>;
  let form: FormComponent;

  beforeEach(() => (http = world()));

  /** Opens the form, of a demande or of none. */
  function open(found: Demande | null): void {
    const id = found?.id_demande;
    ROUTE.snapshot.paramMap = convertToParamMap(id ? { id } : {});
    fixture = TestBed.createComponent(FormComponent);
    form = fixture.componentInstance;
    form.ngOnInit();
    asked(http, 'GET', '/form').flush(OFFER);
    if (found) {
      asked(http, 'GET', `/demandes/${id}`).flush(found);
      asked(http, 'GET', `/demandes/${id}/perimetre`).flush({ perimetre: null, mailles: [] });
      asked(http, 'GET', `/demandes/${id}/actions`).flush({ missing: [{ field: 'objet', message: '' }] });
    }
  }

  function type(values: Partial<FormComponent['values']>): void {
    Object.assign(form.values, values);
    form.typed();
  }

  /** The service keeps what it was sent, and is asked what is still missing. */
  function keep(request: TestRequest, kept: Demande): void {
    request.flush(kept);
    http.match(`/api/demandes/${kept.id_demande}/actions`).forEach((one) => one.flush({ missing: [] }));
  }

  const unsent = (id: string | null) => TestBed.inject(DraftService).read(id)?.draft.objet_detail;

  it('keeps each letter in this browser, and sends what changed once the hand rests', fakeAsync(() => {
    open(demande({ objet_detail: 'Étude' }));
    type({ objet_detail: 'Étude d' });
    tick(QUIET - 1);
    expect(unsent('d1')).toBe('Étude d');
    type({ objet_detail: 'Étude des lacs' });
    tick(QUIET - 1);
    http.expectNone('/api/demandes/d1');
    tick(1);
    const patch = asked(http, 'PATCH', '/demandes/d1');
    expect(patch.request.body).toEqual({ objet_detail: 'Étude des lacs' });
    expect(form.saving).toBe('saving');
    keep(patch, demande({ objet_detail: 'Étude des lacs' }));
    expect(form.saving).toBe('saved');
    expect(unsent('d1')).toBeUndefined();
    expect(form.missing).toEqual([]);
  }));

  it('sends one thing at a time, and what was typed meanwhile after it', fakeAsync(() => {
    open(demande());
    type({ objet_detail: 'Lacs' });
    tick(QUIET);
    const first = asked(http, 'PATCH', '/demandes/d1');
    type({ maitre_ouvrage: 'Syndicat' });
    tick(QUIET * 2);
    http.expectNone({ method: 'PATCH', url: '/api/demandes/d1' });
    keep(first, demande({ objet_detail: 'Lacs' }));
    tick(QUIET);
    const second = asked(http, 'PATCH', '/demandes/d1');
    expect(second.request.body).toEqual({ maitre_ouvrage: 'Syndicat' });
    keep(second, demande({ objet_detail: 'Lacs', maitre_ouvrage: 'Syndicat' }));
    tick(QUIET);
    expect(form.saving).toBe('saved');
    http.verify();
  }));

  it('makes one brouillon, whoever wants one at once', fakeAsync(() => {
    open(null);
    type({ objet_detail: 'Lacs' });
    const ids: string[] = [];
    form.ensure().subscribe((id) => ids.push(id));
    form.ensure().subscribe((id) => ids.push(id));
    tick(QUIET);
    keep(asked(http, 'POST', '/demandes'), demande({ objet_detail: 'Lacs' }));
    tick(QUIET);
    expect(ids).toEqual(['d1', 'd1']);
    expect(form.id).toBe('d1');
    expect(unsent(null)).toBeUndefined();
    http.verify();
  }));

  it('sends nothing of a form that was only looked at', fakeAsync(() => {
    open(null);
    form.go('perimetre');
    tick(QUIET);
    form.ngOnDestroy();
    http.verify();
    expect(form.saving).toBe('blank');
  }));

  it('keeps to itself what cannot be accepted yet', fakeAsync(() => {
    open(demande());
    type({ date_from: '2026-05-01', date_to: '2026-04-01', formats: [], objet_detail: 'Lacs' });
    tick(QUIET);
    const patch = asked(http, 'PATCH', '/demandes/d1');
    expect(patch.request.body).toEqual({ objet_detail: 'Lacs' });
    expect(form.datesReversed).toBeTrue();
    keep(patch, demande({ objet_detail: 'Lacs' }));
    expect(form.values.date_from).toBe('2026-05-01');
    form.ngOnDestroy();
    http.match(() => true);
    tick(60_000);
  }));

  it('loses nothing when the session ends: it sends what it holds after the login', fakeAsync(() => {
    open(demande());
    type({ objet_detail: 'Lacs' });
    tick(QUIET);
    asked(http, 'PATCH', '/demandes/d1').flush('', { status: 401, statusText: 'Unauthorized' });
    expect(form.saving).toBe('unsaved');
    expect(form.values.objet_detail).toBe('Lacs');
    expect(unsent('d1')).toBe('Lacs');
    tick(60_000);
    http.verify();
    Host.current = 'autre';
    TestBed.inject(SessionService).look();
    tick(QUIET);
    const again = asked(http, 'PATCH', '/demandes/d1');
    expect(again.request.headers.get('Authorization')).toBe('Bearer autre');
    expect(again.request.body).toEqual({ objet_detail: 'Lacs' });
    keep(again, demande({ objet_detail: 'Lacs' }));
    expect([form.saving, form.saveProblem]).toEqual(['saved', null]);
  }));

  it('brings back what this browser kept, and sends it', fakeAsync(() => {
    TestBed.inject(DraftService).keep('d1', { objet_detail: 'Retrouvé' });
    open(demande({ objet_detail: 'Ancien' }));
    expect([form.restored, form.values.objet_detail]).toEqual([true, 'Retrouvé']);
    tick(QUIET);
    expect(asked(http, 'PATCH', '/demandes/d1').request.body).toEqual({ objet_detail: 'Retrouvé' });
  }));

  it('says nothing was brought back when the service already has it', fakeAsync(() => {
    TestBed.inject(DraftService).keep('d1', { objet_detail: 'Pareil' });
    open(demande({ objet_detail: 'Pareil' }));
    tick(QUIET);
    expect(form.restored).toBeFalse();
    http.verify();
  }));

  it('sends the last words when one leaves within the second', fakeAsync(() => {
    open(demande());
    type({ objet_detail: 'Lacs' });
    form.ngOnDestroy();
    expect(asked(http, 'PATCH', '/demandes/d1').request.body).toEqual({ objet_detail: 'Lacs' });
    tick(QUIET);
  }));

  it('changes nothing of a demande that is deposited', fakeAsync(() => {
    open(demande({ state: 'tour_de_table' }));
    type({ objet_detail: 'Autre' });
    tick(QUIET);
    expect(form.isEditable).toBeFalse();
    http.verify();
  }));

  it('deposits the version of the engagement that was read, once accepted, after what was typed', fakeAsync(() => {
    open(demande());
    form.depose();
    http.verify();
    form.accepted = true;
    type({ objet_detail: 'Lacs' });
    form.depose();
    keep(asked(http, 'PATCH', '/demandes/d1'), demande({ objet_detail: 'Lacs' }));
    const depot = asked(http, 'POST', '/demandes/d1/depot');
    expect(depot.request.body).toEqual({ engagement_version: 3 });
    const fields = [
      { field: 'perimetre', message: 'Donnez un périmètre.' },
      { field: 'engagement', message: 'Relisez-le.' },
    ];
    depot.flush({ code: 'incomplete', detail: 'Il manque un périmètre.', fields }, { status: 422, statusText: 'Unprocessable' });
    expect(form.missing.map((one) => one.field)).toEqual(['perimetre']);
    expect([form.isMissing('perimetre'), form.isMissing('usage'), form.isDone('usage'), form.isDone('annonce')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(form.deposing).toBeFalse();
    expect(form.errorOf('perimetre')).toBe('Donnez un périmètre.');
    expect(form.errorOf('engagement')).toBe('Relisez-le.');
    expect(form.depotFailure).toBeNull();
    tick(QUIET);
  }));

  it('refuses by itself what it knows cannot be deposited, and tells a field what is missing only then', fakeAsync(() => {
    open(demande());
    expect(form.wrong.map((one) => one.field)).toEqual(['objet']);
    expect(form.errorOf('objet')).toBeNull();
    form.values.formats = [];
    expect(form.errorOf('formats')).toContain('au moins un format');
    form.missing = [{ field: 'objet', message: 'Choisissez un objet.' }];
    form.depose();
    expect(form.wrong.map((one) => one.field)).toEqual(['formats', 'objet', 'engagement']);
    expect(form.errorOf('objet')).toBe('Choisissez un objet.');
    form.accepted = true;
    form.depose();
    expect(form.wrong.map((one) => one.field)).toEqual(['formats', 'objet']);
    tick(QUIET);
    http.verify();
  }));

  it('forgets what was refused once it is typed as it was', fakeAsync(() => {
    open(demande({ use_months: 12 }));
    type({ use_months: 700 });
    tick(QUIET);
    const fields = [{ field: 'use_months', message: 'De 1 à 600 mois.' }];
    asked(http, 'PATCH', '/demandes/d1').flush({ code: 'invalid', detail: 'Refusé.', fields }, { status: 422, statusText: 'Unprocessable' });
    expect(form.errorOf('use_months')).toBe('De 1 à 600 mois.');
    type({ use_months: 12 });
    tick(QUIET);
    expect([form.errorOf('use_months'), form.saveProblem, form.saving]).toEqual([null, null, 'saved']);
    http.verify();
  }));

  it('keeps the list of what is missing when the dépôt fails for another reason', fakeAsync(() => {
    open(demande());
    form.accepted = true;
    form.depose();
    asked(http, 'POST', '/demandes/d1/depot').flush('', { status: 503, statusText: 'Unavailable' });
    expect([form.refused, form.missing.length, form.depotFailure?.status]).toEqual([false, 1, 503]);
    tick(QUIET);
  }));
});
