import { Component } from '@angular/core';
import { forkJoin, Observable } from 'rxjs';
import { finalize, takeUntil } from 'rxjs/operators';
import { RegistrePage } from '../../components/registre.base';
import { Consigne, Groupe, Pole, Simulation } from '../../models/registres';
import { problemOf } from '../../services/problem';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

type Rows = { groupes: Groupe[]; consignes: Consigne[]; poles: Pole[] };

const CLASSES = ['adherent', 'partenaire_pole', 'non_adherent'];

/** Standing orders: when the pôles of a group want to be asked, tried on past demandes before they are given. */
@Component({ selector: 'dem-consignes', templateUrl: './consignes.component.html' })
export class ConsignesComponent extends RegistrePage<Rows> {
  readonly classes = CLASSES;
  editing: Groupe | null = null;
  min: number | null = null;
  chosen = new Set<string>(CLASSES);
  last = 30;
  motif = '';
  simulation: Simulation | null = null;
  trying = false;

  constructor(session: SessionService, private _registres: RegistresService) {
    super(session);
  }

  protected read(): Observable<Rows> {
    return forkJoin({
      groupes: this._registres.groupes(),
      consignes: this._registres.consignes(),
      poles: this._registres.poles(),
    });
  }

  protected close(): void {
    this.editing = null;
    this.simulation = null;
  }

  /** Groups that always ask: the others have no standing order to give. Those of this person's pôles, or all for who sets. */
  get groupes(): Groupe[] {
    const me = this.session.me;
    const mine = new Set(me?.poles.map((pole) => pole.id_pole) ?? []);
    return (this.rows?.groupes ?? []).filter(
      (groupe) =>
        groupe.avis_systematique && (me?.rights.reglages || groupe.poles.some((pole) => mine.has(pole)))
    );
  }

  consigne(groupe: Groupe): Consigne | null {
    return this.rows?.consignes.find((one) => one.code_groupe === groupe.code) ?? null;
  }

  poles(groupe: Groupe): string {
    const all = this.rows?.poles ?? [];
    return all
      .filter((pole) => groupe.poles.includes(pole.id_pole))
      .map((pole) => pole.label)
      .join(', ');
  }

  start(groupe: Groupe): void {
    const now = this.consigne(groupe);
    this.formProblem = null;
    this.done = '';
    this.simulation = null;
    this.editing = groupe;
    this.min = now?.min_communes ?? null;
    this.chosen = new Set(now?.classes ?? CLASSES);
    this.motif = '';
  }

  toggle(classe: string, ticked: boolean): void {
    ticked ? this.chosen.add(classe) : this.chosen.delete(classe);
    this.simulation = null;
  }

  simulate(): void {
    if (!this.editing) {
      return;
    }
    this.trying = true;
    this.formProblem = null;
    this._registres
      .simulate(this.editing.code, { ...this._order(), last: this.last })
      .pipe(
        finalize(() => (this.trying = false)),
        takeUntil(this._gone$)
      )
      .subscribe({
        next: (simulation) => (this.simulation = simulation),
        error: (error: unknown) => (this.formProblem = problemOf(error)),
      });
  }

  save(): void {
    if (this.editing) {
      const version = this.consigne(this.editing)?.version ?? '*';
      const draft = { ...this._order(), motif: this.motif.trim() };
      this.change(this._registres.putConsigne(this.editing.code, version, draft), 'dem.consigne.saved');
    }
  }

  private _order(): { min_communes: number | null; classes: string[] | null } {
    const all = CLASSES.every((classe) => this.chosen.has(classe));
    return { min_communes: this.min || null, classes: all ? null : [...this.chosen] };
  }
}
