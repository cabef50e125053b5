export { http, setAuthListener, type RequestOptions } from './client';
export { ApiProblem, type FieldProblem } from './problem';
export { queryClient } from './query';
export { useProblemText } from './useProblemText';
