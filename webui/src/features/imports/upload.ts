import { ApiProblem } from '@/lib/http';
import { readProblem } from '@/lib/http/problem';

import type { Import } from './types';

/** Sends a file; `onShare` hears how much of it is away (0 to 1), which fetch cannot tell. Aborting rejects with AbortError. */
export function sendFile(file: File, onShare: (share: number) => void, signal: AbortSignal): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/imports');
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ApiProblem(0, 'unreachable', 'The hub did not answer.'));
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'));
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Import);
      else void readProblem(new Response(request.responseText, { status: request.status })).then(reject);
    };
    signal.addEventListener('abort', () => request.abort());
    const body = new FormData();
    body.append('file', file, file.name);
    request.send(body);
  });
}
