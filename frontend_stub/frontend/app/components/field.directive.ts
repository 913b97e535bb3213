import { Directive, HostBinding, Input } from '@angular/core';

/** A field of the form: it is found by its name, says whether it is wrong, and leads who does not see it to why. */
@Directive({ selector: '[demField]' })
export class FieldDirective {
  /** As the service names it. */
  @HostBinding('attr.data-field') @Input() demField = '';
  /** Why it is wrong; written in an element whose identifier is `dem-error-` and the name. */
  @Input() wrong: string | null = null;
  /** Identifier of what else is said of it. */
  @Input() hint = '';

  @HostBinding('attr.aria-invalid') get isInvalid(): string | null {
    return this.wrong ? 'true' : null;
  }

  @HostBinding('attr.aria-describedby') get describedBy(): string | null {
    const why = this.wrong ? `dem-error-${this.demField}` : '';
    return `${why} ${this.hint}`.trim() || null;
  }
}
