"""Records as the interface tells them, a file a subject."""
