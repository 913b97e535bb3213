import { Component, Input, OnChanges } from '@angular/core';
import { Bar, bars } from '../logic/chart';

/** More bars than this tell nothing. */
const MAX_BARS = 40;

let count = 0;

/** Horizontal bars, with the same figures as a table for who does not see them. */
@Component({
  selector: 'dem-bars',
  template: `
    <figure class="dem-chart" *ngIf="all.length > 0">
      <figcaption [id]="id">{{ title }}</figcaption>
      <svg
        *ngIf="!table"
        role="img"
        [attr.aria-labelledby]="id"
        [attr.viewBox]="'0 0 400 ' + all.length * 30"
        preserveAspectRatio="xMinYMin meet"
      >
        <g *ngFor="let bar of all; let i = index" [attr.transform]="'translate(0,' + i * 30 + ')'">
          <text class="dem-chart-label" x="0" y="11">{{ bar.label }}</text>
          <rect class="dem-chart-ground" x="0" y="15" width="330" height="9" rx="2"></rect>
          <rect
            class="dem-chart-bar"
            [class.dem-chart-soft]="soft"
            x="0"
            y="15"
            [attr.width]="width(bar)"
            height="9"
            rx="2"
          ></rect>
          <text class="dem-chart-value" x="336" y="23">{{ soft ? '≈ ' : '' }}{{ bar.value | demNumber }}</text>
        </g>
      </svg>
      <div class="dem-scroll" *ngIf="table">
        <table [attr.aria-label]="title" class="dem-table">
          <thead>
            <tr>
              <th scope="col">{{ head }}</th>
              <th scope="col" class="dem-num">{{ unit || ('dem.annonce.count' | translate) }}</th>
            </tr>
          </thead>
          <tbody>
            <tr *ngFor="let bar of all">
              <th scope="row">{{ bar.label }}</th>
              <td class="dem-num">{{ soft ? '≈ ' : '' }}{{ bar.value | demNumber }}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <button mat-button type="button" class="dem-chart-switch" (click)="table = !table" [attr.aria-expanded]="table">
        {{ (table ? 'dem.common.hide_table' : 'dem.common.show_table') | translate }}
        <span class="dem-hidden">: {{ title }}</span>
      </button>
    </figure>
  `,
})
export class BarChartComponent implements OnChanges {
  @Input() title = '';
  /** Head of the first column of the table. */
  @Input() head = '';
  /** What is counted; observations when it is not said. */
  @Input() unit = '';
  /** Rounded figures. */
  @Input() soft = false;
  @Input() sort = true;
  @Input() values: { label: string; value: number }[] = [];

  all: Bar[] = [];
  table = false;
  readonly id = `dem-chart-${++count}`;

  ngOnChanges(): void {
    this.all = bars(this.values, this.sort).slice(0, MAX_BARS);
  }

  width(bar: Bar): number {
    // The least is still seen; nothing is nothing.
    return bar.value === 0 ? 0 : Math.max(2, Math.round(bar.share * 330));
  }
}
