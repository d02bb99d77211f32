"""The calls, a file a subject. Each is thin: right, scope, the room's own act, and what is told of it."""
