import { HttpErrorResponse } from '@angular/common/http';
import { FieldProblem, ProblemBody } from '../models/api';

/** A refusal or a failure, in words for people. */
export interface Problem {
  /** 0 without an answer. */
  status: number;
  code: string;
  /** A French sentence of the API, or empty when there is none: the page then says what it knows. */
  detail: string;
  fields: FieldProblem[];
  requestId: string | null;
}

/** What an error of HttpClient says. Never the body of something that is not the API. */
export function problemOf(error: unknown): Problem {
  const blank: Problem = { status: 0, code: 'no_answer', detail: '', fields: [], requestId: null };
  if (!(error instanceof HttpErrorResponse)) {
    return { ...blank, code: 'unexpected' };
  }
  const body = error.error as Partial<ProblemBody> | null;
  if (body === null || typeof body !== 'object' || typeof body.detail !== 'string') {
    return { ...blank, status: error.status, code: error.status === 0 ? 'no_answer' : 'unexpected' };
  }
  return {
    status: error.status,
    code: body.code ?? 'unexpected',
    detail: body.detail,
    fields: body.fields ?? [],
    requestId: body.request_id ?? null,
  };
}

/** What one field is told, if anything. */
export function fieldProblem(problem: Problem | null, field: string): string | null {
  return problem?.fields.find((one) => one.field === field)?.message ?? null;
}
