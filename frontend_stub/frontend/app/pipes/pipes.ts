import { Pipe, PipeTransform } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import * as format from '../logic/format';
import { Lang } from '../services/lang.service';

/** `2 mars 2026`. */
@Pipe({ name: 'demDay' })
export class DayPipe implements PipeTransform {
  constructor(private _lang: Lang) {}
  transform(value: string | null): string {
    return value ? format.day(value, this._lang.code) : '';
  }
}

/** `2 mars 2026 à 10:30`. */
@Pipe({ name: 'demMoment' })
export class MomentPipe implements PipeTransform {
  constructor(private _lang: Lang) {}
  transform(value: string | null): string {
    return value ? format.moment(value, this._lang.code) : '';
  }
}

@Pipe({ name: 'demNumber' })
export class NumberPipe implements PipeTransform {
  constructor(private _lang: Lang) {}
  transform(value: number, digits = 0): string {
    return format.number(value, this._lang.code, digits);
  }
}

/** Square metres, in km², ha or m². */
@Pipe({ name: 'demArea' })
export class AreaPipe implements PipeTransform {
  constructor(private _lang: Lang) {}
  transform(value: number): string {
    return format.area(value, this._lang.code);
  }
}

/** Bytes, in the unit people would say. */
@Pipe({ name: 'demSize' })
export class SizePipe implements PipeTransform {
  constructor(private _lang: Lang) {}
  transform(value: number): string {
    return format.size(value, this._lang.code);
  }
}

/** The form of a text that goes with a number: `{{ 'dem.list.count' | demPlural: 3 }}`. */
@Pipe({ name: 'demPlural', pure: false })
export class PluralPipe implements PipeTransform {
  constructor(private _lang: Lang, private _translate: TranslateService) {}
  transform(key: string, n: number): string {
    const form = format.pluralForm(n, this._lang.code);
    return this._translate.instant(`${key}.${form}`, { n: format.number(n, this._lang.code) });
  }
}
