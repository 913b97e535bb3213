import { Component, Input, OnChanges } from '@angular/core';
import { Annonce } from '../models/api';
import { sums } from '../logic/chart';
import { LabelsService } from '../services/labels.service';

type Values = { label: string; value: number }[];

/** The announced route as a timeline, and the figures that disclose nothing as charts. */
@Component({
  selector: 'dem-annonce',
  template: `
    <ng-container *ngIf="annonce">
      <p class="dem-lead" data-qa="route">
        {{ (annonce.tour_de_table ? 'dem.annonce.round' : 'dem.annonce.direct') | translate }}
      </p>
      <ul *ngIf="annonce.motifs.length > 0">
        <li *ngFor="let motif of annonce.motifs">{{ motif }}</li>
      </ul>
      <ol class="dem-route">
        <li *ngFor="let lot of annonce.lots" [class.dem-route-round]="lot.tour_de_table">
          <h4>{{ labels.lot(lot) }}</h4>
          <p>
            <strong>{{ 'dem.annonce.when' | translate: { from: (lot.earliest | demDay), to: (lot.latest | demDay) } }}</strong>
          </p>
          <p>
            {{
              lot.tour_de_table
                ? ('dem.annonce.lot_round' | translate: { poles: lot.poles.join(', ') })
                : ('dem.annonce.lot_direct' | translate)
            }}
          </p>
          <p class="dem-small" *ngIf="lot.motifs.length > 0">
            {{ 'dem.annonce.why' | translate }} {{ lot.motifs.join(' ; ') }}
          </p>
        </li>
      </ol>
      <p class="dem-small" *ngIf="hasF3">{{ 'dem.annonce.maybe_empty' | translate }}</p>
      <ng-container *ngIf="withSummary">
        <h3>{{ 'dem.annonce.summary' | translate }}</h3>
        <p class="dem-small">{{ 'dem.annonce.summary_note' | translate }}</p>
        <p *ngIf="byGroupe.length === 0 && sensitive.length === 0">{{ 'dem.annonce.no_data' | translate }}</p>
        <div class="dem-charts">
          <dem-bars
            [title]="'dem.annonce.non_sensitive' | translate"
            [head]="'dem.annonce.groupe' | translate"
            [values]="byGroupe"
          ></dem-bars>
          <div>
            <dem-bars
              [title]="'dem.annonce.sensitive' | translate"
              [head]="'dem.annonce.groupe' | translate"
              [values]="sensitive"
              [soft]="true"
            ></dem-bars>
            <p class="dem-small">
              {{
                annonce.summary.sensitive_counted_at
                  ? ('dem.annonce.counted' | translate: { day: (annonce.summary.sensitive_counted_at | demDay) })
                  : ('dem.annonce.not_counted' | translate)
              }}
            </p>
            <p class="dem-small" *ngIf="annonce.summary.sensitive_counted_at && sensitive.length === 0">
              {{ 'dem.annonce.no_sensitive' | translate }}
            </p>
          </div>
          <dem-bars
            [title]="'dem.annonce.by_year' | translate"
            [head]="'dem.annonce.year' | translate"
            [values]="byYear"
            [sort]="false"
          ></dem-bars>
        </div>
      </ng-container>
    </ng-container>
  `,
})
export class AnnonceComponent implements OnChanges {
  @Input() annonce: Annonce | null = null;
  @Input() withSummary = true;
  byGroupe: Values = [];
  byYear: Values = [];
  sensitive: Values = [];

  constructor(public labels: LabelsService) {}

  get hasF3(): boolean {
    return this.annonce?.lots.some((lot) => lot.kind === 'F3') ?? false;
  }

  ngOnChanges(): void {
    const summary = this.annonce?.summary;
    const rows = summary?.non_sensitive ?? [];
    this.byGroupe = sums(rows, (row) => this.labels.groupe(row.groupe), (row) => row.nombre);
    this.byYear = sums(rows, (row) => String(row.annee), (row) => row.nombre).sort((a, b) =>
      a.label.localeCompare(b.label)
    );
    this.sensitive = (summary?.sensitive ?? []).map((row) => ({
      label: this.labels.groupe(row.groupe),
      value: row.nombre_arrondi,
    }));
  }
}
