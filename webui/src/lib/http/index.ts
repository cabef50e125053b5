export { http, setAuthListener, type RequestOptions } from './client';
export { ApiProblem, type FieldProblem } from './problem';
export { queryClient } from './query';
export { useFieldError } from './useFieldError';
export { useProblemText } from './useProblemText';
