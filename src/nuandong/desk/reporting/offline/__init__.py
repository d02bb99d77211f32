"""Filing without a network: a form that is one file, and the package that it saves."""
