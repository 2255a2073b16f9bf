// What the server's API says, as far as the page reads it. docs/http-api.md has the whole.

export interface ProblemDetails {
  detail?: string;
  field?: string;
  code?: string;
  errors?: { field: string; detail: string }[];
}

export interface Session {
  user: string;
  role: 'user' | 'admin';
  keys: boolean;
}

export interface Engine {
  name: string;
  shape: boolean;
  texture: boolean;
  models: string[];
  textureModels: string[];
}

export interface Engines {
  known: boolean;
  engines: Engine[];
}

export type Status = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

export interface Progress {
  stage: 'shape' | 'texture';
  step: string;
  done: number;
  of: number;
  fraction: number;
  elapsedSeconds: number;
  remainingSeconds: number | null;
}

export interface Result {
  engine: string;
  shapeEngine: string;
  model: string | null;
  textureModel: string | null;
  vertices: number;
  faces: number;
  closed: boolean;
  textureSize: number;
  fromCache: boolean;
  bytes: number;
  sha256: string;
  seconds: Record<string, number>;
}

export interface Job {
  id: string;
  version: number;
  status: Status;
  options: Record<string, string | number | boolean | null>;
  priority: string;
  schedule: string;
  submitted: string;
  ended: string | null;
  queuePosition: number | null;
  estimatedWaitSeconds: number | null;
  waitingFor: string | null;
  waitDetail: string | null;
  attempt: number;
  siloLosses: unknown[];
  progress: Progress | null;
  result: Result | null;
  failure: { code: string; message: string; field: string | null; retryable: boolean } | null;
}

export interface JobList {
  generations: Job[];
  next: string | null;
}
