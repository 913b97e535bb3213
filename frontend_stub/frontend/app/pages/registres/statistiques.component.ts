import { Component } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { forkJoin, Observable } from 'rxjs';
import { RegistrePage } from '../../components/registre.base';
import { csv } from '../../logic/csv';
import { today } from '../../logic/format';
import { lastYear } from '../../logic/period';
import { AvisDuPole, Effectif, Statistiques } from '../../models/registres';
import { saveBlob } from '../../services/api.service';
import { LabelsService } from '../../services/labels.service';
import { RegistresService } from '../../services/registres.service';
import { SessionService } from '../../services/session.service';

type Rows = { figures: Statistiques; effectifs: Effectif[] };
type Values = { label: string; value: number }[];

/** The figures of a period, for the yearly report. */
@Component({ selector: 'dem-statistiques', templateUrl: './statistiques.component.html' })
export class StatistiquesComponent extends RegistrePage<Rows> {
  readonly answers: (keyof AvisDuPole)[] = [
    'favorables',
    'sous_conditions',
    'defavorables',
    'reserves',
    'deports',
    'sans_reponse',
  ];
  period = lastYear(today(new Date()));

  constructor(
    session: SessionService,
    public labels: LabelsService,
    private _registres: RegistresService,
    private _translate: TranslateService
  ) {
    super(session);
  }

  protected read(): Observable<Rows> {
    return forkJoin({ figures: this._registres.statistiques(this.period), effectifs: this._registres.effectifs() });
  }

  protected close(): void {
    return;
  }

  get isOrdered(): boolean {
    return Boolean(this.period.from && this.period.to && this.period.from <= this.period.to);
  }

  get byClass(): Values {
    return (this.rows?.figures.delais ?? []).map((row) => ({ label: this.classe(row.classe), value: row.demandes }));
  }

  get byState(): Values {
    return (this.rows?.effectifs ?? []).map((row) => ({
      label: this._translate.instant(`dem.state.${row.state}`),
      value: row.nombre,
    }));
  }

  /** All pôles together, by what they answered. */
  get byAnswer(): Values {
    return this.answers.map((answer) => ({
      label: this._translate.instant(`dem.stats.answers.${answer}`),
      value: (this.rows?.figures.avis ?? []).reduce((sum, row) => sum + (row[answer] as number), 0),
    }));
  }

  classe(code: string): string {
    return this._translate.instant(`dem.consigne.classes.${code}`);
  }

  lot(row: { lot: string; groupe: string | null }): string {
    return row.groupe ? `${row.lot} · ${this.labels.groupe(row.groupe)}` : row.lot;
  }

  export(): void {
    const figures = this.rows?.figures;
    if (!figures) {
      return;
    }
    const text = (key: string): string => this._translate.instant(`dem.stats.${key}`);
    const { from, to } = figures;
    const table = [
      [text('delays'), from, to],
      ['classe', 'demandes', 'completes', 'completude_mediane', 'premier_envoi_median', 'premier_envoi_maximum', 'lots_envoyes', 'lots_refuses'].map(
        (key) => text(`columns.${key}`)
      ),
      ...figures.delais.map((row) => [
        this.classe(row.classe),
        row.demandes,
        row.completes,
        row.completude_mediane,
        row.premier_envoi_median,
        row.premier_envoi_maximum,
        row.lots_envoyes,
        row.lots_refuses,
      ]),
      [],
      [text('avis'), from, to],
      [text('pole'), text('asked'), ...this.answers.map((one) => text(`answers.${one}`)), text('tardifs'), text('delai_median')],
      ...figures.avis.map((row) => [
        row.pole,
        row.demandes,
        ...this.answers.map((one) => row[one]),
        row.tardifs,
        row.delai_median,
      ]),
      [],
      [text('refus'), from, to],
      [text('numero'), text('lot'), text('decided_at'), text('defavorables'), text('motif')],
      ...figures.refus.map((row) => [row.numero, this.lot(row), row.decided_at.slice(0, 10), row.defavorables, row.motif]),
    ];
    saveBlob(new Blob([csv(table)], { type: 'text/csv;charset=utf-8' }), `statistiques_${from}_${to}.csv`);
  }
}
